#!/bin/bash
# `meshgen ca` from nothing to trust, through a whole rotation, and what it refuses.
#
#   usage: tools/ca.sh MESHGEN
#
# Nothing here waits: times come by --at, and what people type comes on a terminal of its
# own. The last line is `N passed, N failed`.
set -u
meshgen=$(realpath -e "$1") || exit 2
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export LC_ALL=C.UTF-8 TZ=UTC NO_COLOR=1 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org
passed=0 failed=0 skipped=0
key=(--key ../root.key --passphrase-file ../pass)

# case_of NAME EXAMPLE: a fresh copy of an example in $work/NAME/in, and the working directory
# there. It has no ledger and no recipients yet, and a policy of method OutOfBand.
case_of() {
	name=$1
	mkdir -p "$work/$1" && cp -R "$top/examples/$2" "$work/$1/in" && cd "$work/$1/in" || exit 2
	rm -rf out clusters/recipients.yaml trust/prod/roots.yaml trust/prod/issued
	sed -i 's/method: .*/method: OutOfBand/; /^  validity:/,/^    intermediate:/d' trust/prod/policy.yaml
	(umask 077 && echo "one long passphrase" >../pass)
}

# verdict STATUS WHAT: what the last command said is shown when it failed
verdict() {
	if [ "$1" -eq 0 ]; then
		passed=$((passed + 1))
		return
	fi
	failed=$((failed + 1))
	printf 'not ok %s: %s\n' "$name" "$2"
	[ ! -s ../said ] || sed 's/^/  /' ../said
}

# is STATUS WORDS...: runs meshgen with the words
is() {
	local want=$1 got
	shift
	"$meshgen" "$@" >../said 2>&1 </dev/null
	got=$?
	verdict $((got != want)) "meshgen $*: status $got, $want was due"
}

# says TEXT: the last run said it
says() {
	grep -qF -- "$1" ../said
	verdict $? "nothing is said of '$1'"
}

# same WHAT A B: two trees
same() {
	diff -r "$2" "$3" >../said 2>&1
	verdict $? "$1"
}

# holds WHAT COMMAND...
holds() {
	local what=$1
	shift
	"$@" >../said 2>&1
	verdict $? "$what"
}

ca() {
	local status=$1 command=$2
	shift 2
	# shellcheck disable=SC2086
	is "$status" ca $command "$@"
}

from_nothing() {
	case_of from-nothing federation-three
	ca 0 init prod "${key[@]}" --at 2026-01-01
	ca 1 status --at 2026-01-02
	says "missing"
	ca 0 "issue --dry-run" --at 2026-01-01
	says "trust/prod/issued/berlin/istio-system.yaml: missing"
	ca 1 issue "${key[@]}" --at 2026-01-01 # the keys have nowhere to go
	says "[MG0570]"
	ca 0 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
	ca 0 status --at 2026-01-02
	holds "the key is private" test "$(stat -c %a ../root.key ../keys ../keys/*.yaml | sort -u | tr '\n' ' ')" = "600 700 "
	holds "three Secrets" test "$(grep -l 'BEGIN PRIVATE KEY' ../keys/*.yaml | wc -l)" = 3
	holds "no key in the repository" test -z "$(grep -rl 'PRIVATE KEY' .)"
	is 0 render
	cp -R . ../before
	ca 0 issue "${key[@]}" --keys-out ../keys --at 2026-01-02
	is 0 render --fail-on-change
	same "a second issue and a second render change nothing" ../before .
	is 0 check
	ca 0 verify
	ca 1 init prod "${key[@]}"
	says "[MG0565]"
	cp -R . ../before.late
	ca 1 issue "${key[@]}" --at 2025-01-01
	says "is the clock right,"
	same "a clock that is late makes no key" ../before.late .
	ca 1 "rotate stage prod" "${key[@]}" --new-key ../next.key --at 2046-01-01
	says "[MG0516]"
	same "a root that has run out vouches for no other" ../before.late .
}

# recipients FIELD: has every cluster name its recipients
recipients() {
	{
		printf 'apiVersion: meshgen.dev/v1alpha1\nkind: ClusterConfig\nmetadata: {name: recipients}\n'
		printf 'spec:\n  match: {names: ["*"]}\n  recipients:\n'
		cat
	} >clusters/recipients.yaml
}

# The method of a policy that init writes itself.
chosen_method() {
	case_of chosen-method federation-three
	rm -r trust
	ca 0 init prod "${key[@]}" --at 2026-01-01
	says "method OutOfBand: cluster 'berlin' has no recipients"
	rm -r trust ../root.key
	echo '    age: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]' | recipients
	ca 0 init prod "${key[@]}" --at 2026-01-01
	says "method SOPS: every cluster has recipients.age"
	rm -r trust ../root.key
	sed -i 's/"\*"/berlin, boston/' clusters/recipients.yaml
	ca 0 init prod "${key[@]}" --at 2026-01-01
	says "method OutOfBand: cluster 'lyon' has no recipients"
}

sealing_certificate() {
	openssl req -x509 -newkey rsa:2048 -nodes -keyout "$1.key" -out "$1.pem" -days 3650 -subj /CN=sealed-secrets 2>/dev/null
	{
		echo '    sealedSecrets: |'
		sed 's/^/      /' "$1.pem"
	} | recipients
}

accepted() {
	grep -oE -- '--accept-recipient=sha256:[0-9a-f]*' ../said | sort -u
}

sealed() {
	local before thief f
	case_of sealed federation-three
	rm -r trust
	sealing_certificate ../controller
	ca 0 init prod "${key[@]}" --at 2026-01-01
	says "method SealedSecret: every cluster has recipients.sealedSecrets"
	ca 1 issue "${key[@]}" --at 2026-01-01
	says "[MG0563]"
	holds "nothing was written before the recipients were accepted" test ! -e trust/prod/issued
	ca 1 issue "${key[@]}" --at 2026-01-01
	mapfile -t accept < <(accepted)
	ca 0 issue "${key[@]}" --at 2026-01-01 "${accept[@]}"
	holds "no key in the repository" test -z "$(grep -rl 'PRIVATE KEY' .)"
	is 0 render
	holds "a SealedSecret a cluster" test "$(grep -rl 'kind: SealedSecret' out/istio | wc -l)" = 3
	before=$(sha256sum trust/prod/issued/*/*)
	ca 0 issue "${key[@]}" --at 2026-01-02
	holds "a second issue writes nothing" test "$(sha256sum trust/prod/issued/*/*)" = "$before"
	sealing_certificate ../thief
	ca 1 issue "${key[@]}" --at 2026-01-02
	says "[MG0563]"
	holds "a swapped recipient gets no key" test "$(sha256sum trust/prod/issued/*/*)" = "$before"
	ca 1 issue "${key[@]}" --at 2026-01-02
	thief=$(accepted)
	for f in trust/prod/issued/*/*; do
		sed -i "s/- sha256:.*/- ${thief#*=}/" "$f"
	done
	before=$(sha256sum trust/prod/issued/*/*)
	ca 1 issue "${key[@]}" --at 2026-01-02
	says "[MG0563]"
	is 1 check
	says "[MG0539]"
	holds "nor one that stands in an edited entry" test "$(sha256sum trust/prod/issued/*/*)" = "$before"
	rm clusters/recipients.yaml
	echo '    age: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]' | recipients
	sed -i 's/method: SealedSecret/method: SOPS/' trust/prod/policy.yaml
	ca 1 issue "${key[@]}" --at 2026-01-03
	mapfile -t accept < <(accepted)
	ca 0 issue "${key[@]}" --at 2026-01-03 "${accept[@]}"
	is 0 render
	holds "no works under SOPS" test ! -e out/manifestwork/berlin
	ca 0 "issue --dry-run" --at 2026-10-10
	says "due"
}

sealed_values() {
	sed -sn '/^  key:/,$p' trust/prod/issued/*/*
}

rotation() {
	local before
	case_of rotation federation-three
	rm -r trust
	sealing_certificate ../controller
	git init -q && git add . && git commit -qm "no trust"
	ca 0 init prod "${key[@]}" --at 2026-01-01
	ca 1 issue "${key[@]}" --at 2026-01-01
	mapfile -t accept < <(accepted)
	ca 0 issue "${key[@]}" --at 2026-01-01 "${accept[@]}"
	git add . && git commit -qm "at rest"
	ca 0 verify HEAD~..HEAD
	ca 1 "rotate retire prod" --at 2026-02-01
	says "[MG0574]"
	ca 1 "rotate activate prod" "${key[@]}" --at 2026-02-01
	says "[MG0574]"
	ca 1 "rotate stage prod" "${key[@]}" --new-key ../root.key --at 2026-02-01
	says "[MG0568]"
	ca 0 "rotate stage prod" "${key[@]}" --new-key ../next.key --at 2026-02-01
	is 0 render
	git add . && git commit -qm staged
	ca 0 verify HEAD~..HEAD
	ca 0 status --at 2026-02-02
	says "from 2026-02-05T00:00:00Z on"
	ca 1 "rotate stage prod" "${key[@]}" --new-key ../third.key --at 2026-02-02
	says "[MG0574]"
	holds "no key is made for a step out of turn" test ! -e ../third.key
	next=(--key ../next.key --passphrase-file ../pass)
	ca 1 "rotate activate prod" "${next[@]}" --at 2026-02-04
	says "[MG0575]"
	ca 2 "rotate activate prod" --key ../absent.key --passphrase-file ../pass --at 2026-02-06
	before=$(sealed_values)
	ca 1 status --at 2026-02-06
	ca 0 "rotate activate prod" "${next[@]}" --cluster berlin --at 2026-02-06
	git add . && git commit -qm "the first wave"
	ca 0 verify HEAD~..HEAD
	is 0 render
	ca 1 "rotate retire prod" --at 2026-03-01
	says "[MG0577]"
	ca 0 "rotate activate prod" "${next[@]}" --at 2026-02-07
	holds "the sealed keys are untouched" test "$(sealed_values)" = "$before"
	is 0 render
	git add . && git commit -qm activated
	ca 0 verify HEAD~..HEAD
	ca 1 verify HEAD~3..HEAD
	says "[MG0582]"
	ca 1 "rotate retire prod" --at 2026-02-10
	says "[MG0575]"
	ca 0 "rotate retire prod" "${next[@]}" --force-soak "the root was stolen" --at 2026-02-10
	holds "the reason is recorded" grep -q "forceReason: the root was stolen" trust/prod/roots.yaml
	is 0 render
	git add . && git commit -qm retired
	ca 0 verify HEAD~..HEAD
	ca 1 verify HEAD~3..HEAD
	says "[MG0582]"
	ca 0 issue "${next[@]}" --at 2026-02-11
	ca 1 status --at 2026-10-30
	says "due"
	ca 1 issue "${key[@]}" --at 2026-10-30
	says "[MG0569]"
	ca 0 issue "${next[@]}" --at 2026-10-30
	ca 0 status --at 2026-10-31
	is 0 render
}

edited_by_hand() {
	case_of edited federation-three
	git init -q
	ca 0 init prod "${key[@]}" --at 2026-01-01
	ca 0 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
	git add . && git commit -qm before
	cp trust/prod/roots.yaml ../roots.yaml
	ca 1 init other --key ../other.key --passphrase-file ../pass
	says "[MG0566]"
	rm trust/prod/roots.yaml
	git commit -qam "no roots"
	ca 1 verify HEAD~..HEAD
	says "[MG0580]"
	git reset -q --hard HEAD~
	rm ../root.key trust/prod/roots.yaml
	ca 0 init prod "${key[@]}" --at 2026-01-01
	git commit -qam "another root in place"
	ca 1 verify HEAD~..HEAD
	says "[MG0581]"
	git reset -q --hard HEAD~
	sed -i "s/method: OutOfBand/method: OutOfBand\n    recipients: [sha256:$(printf '0%.0s' {1..64})]/" trust/prod/issued/berlin/*
	git commit -qam "a recipient beside the key"
	ca 1 verify HEAD~..HEAD
	says "[MG0584]"
}

attacks() {
	case_of attacks federation-three
	ca 2 init prod --key root.key --passphrase-file ../pass
	says "[MG0555]"
	chmod 644 ../pass
	ca 2 init prod "${key[@]}"
	says "[MG0552]"
	chmod 600 ../pass
	ca 0 init prod "${key[@]}" --at 2026-01-01
	(umask 077 && echo "another passphrase" >../wrong)
	ca 2 issue --key ../root.key --passphrase-file ../wrong --keys-out ../keys
	says "[MG0557]"
	chmod 640 ../root.key
	ca 2 issue "${key[@]}" --keys-out ../keys
	says "[MG0553]"
	chmod 600 ../root.key
	ln -s root.key ../link.key
	ca 2 issue --key ../link.key --passphrase-file ../pass --keys-out ../keys
	says "[MG0553]"
	mkdir ../open && chmod 777 ../open && cp -p ../root.key ../open
	ca 2 issue --key ../open/root.key --passphrase-file ../pass --keys-out ../keys
	says "[MG0554]"
	ca 2 issue "${key[@]}" --keys-out keys
	says "[MG0555]"
	mkdir -m 755 ../shown
	ca 2 issue "${key[@]}" --keys-out ../shown
	says "[MG0571]"
	mkdir ../else && ln -s ../else trust/prod/issued
	ca 2 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
	says "[MG0562]"
	holds "nothing is written through a link" test -z "$(ls ../else)"
	rm trust/prod/issued
	flock . "$meshgen" ca issue "${key[@]}" --keys-out ../keys >../said 2>&1
	verdict $(($? != 2)) "two at once"
	says "[MG0561]"
	ca 0 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
}

# A run that ends between the key and roots.yaml, and one between two entries.
interrupted() {
	case_of interrupted federation-three
	mkdir -p trust/prod/roots.yaml
	ca 2 init prod "${key[@]}" --at 2026-01-01
	holds "the key is there" test -e ../root.key
	cp ../root.key ../kept.key
	rmdir trust/prod/roots.yaml
	ca 0 init prod "${key[@]}" --at 2026-01-01
	holds "the key that was there is taken" cmp ../root.key ../kept.key
	mkdir -p trust/prod/issued/boston/istio-system.yaml
	ca 2 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
	says "[MG0562]"
	holds "the entry before is whole" test -s trust/prod/issued/berlin/istio-system.yaml
	holds "no other entry" test ! -e trust/prod/issued/lyon
	rmdir trust/prod/issued/boston/istio-system.yaml
	touch trust/.new
	ca 0 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
	holds "nothing is left behind" test -z "$(find trust -name '*.new')"
	is 0 render
	for f in trust/prod/issued/*/*; do
		spki=$(sed -n 's/^  spki: .*sha256:\([0-9a-f]\{16\}\).*/\1/p' "$f")
		holds "the Secret of $f is there" test -e "$(echo ../keys/*."$spki".yaml)"
	done
}

# A disk that takes no more than 1 KiB a file.
full_disk() {
	case_of full-disk federation-three
	ca 0 init prod "${key[@]}" --at 2026-01-01
	(trap '' XFSZ && ulimit -f 1 && "$meshgen" ca issue "${key[@]}" --keys-out ../keys --at 2026-01-01) >../said 2>&1
	verdict $(($? != 2)) "a full disk for a key"
	says "File too large"
	holds "no part of a Secret" test -z "$(ls ../keys)"
	holds "no entry without its key" test ! -e trust/prod/issued
	rm -r clusters/mirror.yaml trust
	sealing_certificate ../controller
	ca 0 init prod --key ../sealed.key --passphrase-file ../pass --at 2026-01-01
	ca 1 issue --key ../sealed.key --passphrase-file ../pass --at 2026-01-01
	mapfile -t accept < <(accepted)
	(trap '' XFSZ && ulimit -f 1 && "$meshgen" ca issue --key ../sealed.key --passphrase-file ../pass "${accept[@]}" \
		--at 2026-01-01) >../said 2>&1
	verdict $(($? != 2)) "a full disk for an entry"
	says "[MG0562]"
	holds "no part of an entry" test -z "$(find trust/prod/issued -type f)"
	ca 0 issue --key ../sealed.key --passphrase-file ../pass "${accept[@]}" --at 2026-01-01
}

# mounted SCRIPT: a shell script of bash -eu in a mount namespace of its own, where there may be one
mounted() {
	unshare -rm true 2>/dev/null || {
		skipped=$((skipped + 1))
		return
	}
	cat >../script
	meshgen=$meshgen holds "$1" unshare -rm bash -eu ../script "${key[@]}" "${accept[@]}" --at 2026-01-01
}

# A file system with room for some entries, and one that takes nothing.
small_disk() {
	case_of small-disk federation-three
	rm -r clusters/mirror.yaml trust
	sealing_certificate ../controller
	ca 0 init prod "${key[@]}" --at 2026-01-01
	ca 1 issue "${key[@]}" --at 2026-01-01
	mapfile -t accept < <(accepted)
	mkdir ../small
	mounted "a disk that gets full between two entries" <<-'END'
		mount -t tmpfs -o size=1m tmpfs ../small && cp -R . ../small && cd ../small
		cat /dev/zero >filler 2>/dev/null || truncate -s -8k filler
		! "$meshgen" ca issue "$@" && [ ! -e trust/.new ] && before=$(sha256sum trust/prod/issued/*/*)
		rm filler && "$meshgen" ca issue "$@" && "$meshgen" check
		sha256sum -c <<<"$before" && [ "$(find trust/prod/issued -type f | wc -l)" = 3 ]
	END
	mounted "a repository that cannot be written" <<-'END'
		mount --bind . . && mount -o remount,bind,ro . && cd .
		! "$meshgen" ca issue "$@" && "$meshgen" ca issue --dry-run "$@" && [ ! -e trust/prod/issued ]
	END
}

# Killed when the second entry is whole but not yet at its place.
killed() {
	case_of killed federation-three
	ca 0 init prod "${key[@]}" --at 2026-01-01
	strace -o /dev/null true 2>/dev/null || {
		skipped=$((skipped + 1))
		return
	}
	(
		strace -f -o /dev/null -e inject=renameat,rename:signal=KILL:when=2 \
			"$meshgen" ca issue "${key[@]}" --keys-out ../keys --at 2026-01-01
		exit $?
	) >../said 2>&1
	verdict $(($? != 137)) "killed"
	holds "one entry is there" test "$(find trust/prod/issued -type f | wc -l)" = 1
	ca 0 issue "${key[@]}" --keys-out ../keys --at 2026-01-01
	holds "nothing is left behind" test ! -e trust/.new
	holds "each entry has its Secret" test "$(find ../keys -type f | wc -l)" -ge 3
	ca 0 verify
}

# A crash while keys are in memory leaves no core, where another program would leave one.
no_core() {
	case_of no-core federation-three
	(
		ulimit -c unlimited
		bash -c 'kill -SEGV $$'
		exit $?
	) >../said 2>&1
	if ! rm core* 2>/dev/null || ! strace -o /dev/null true 2>/dev/null; then
		skipped=$((skipped + 1))
		return
	fi
	ca 0 init prod "${key[@]}" --at 2026-01-01
	(
		ulimit -c unlimited
		export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}handle_segv=0"
		strace -f -o /dev/null -e inject=renameat,rename:signal=SEGV:when=2 \
			"$meshgen" ca issue "${key[@]}" --keys-out ../keys --at 2026-01-01
		exit $?
	) >../said 2>&1
	verdict $(($? != 139)) "a crash"
	holds "no core" test -z "$(find . -maxdepth 1 -name 'core*')"
}

# typed WORDS...: runs meshgen on a terminal and types the lines of standard input when it asks
typed() {
	python3 - "$meshgen" "$@" 3<&0 >../said <<-'END'
		import os, pty, sys
		answers = [line.encode() for line in os.fdopen(3)]
		pid, terminal = pty.fork()
		if pid == 0:
		    os.execv(sys.argv[1], sys.argv[1:])
		said = b""
		while True:
		    try:
		        part = os.read(terminal, 4096)
		    except OSError:
		        break
		    said += part
		    if said.endswith(b": ") and answers:
		        os.write(terminal, answers.pop(0))
		sys.stdout.write(said.decode())
		sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
	END
}

prompted() {
	case_of prompted federation-three
	printf '%s\n' "typed passphrase" "typed otherwise" | typed ca init prod --key ../root.key --at 2026-01-01
	verdict $(($? != 2)) "two passphrases that differ"
	says "[MG0551]"
	holds "no key of either" test ! -e ../root.key
	printf '%s\n' "typed passphrase" "typed passphrase" | typed ca init prod --key ../root.key --at 2026-01-01
	verdict $? "a passphrase on a terminal"
	says "the same again for ../root.key: "
	holds "it is not shown" test "$(grep -c typed ../said)" = 0
	echo "typed passphrase" | typed ca issue --key ../root.key --keys-out ../keys --at 2026-01-01
	verdict $? "the passphrase of a key"
	says "passphrase of ../root.key: "
	is 0 render
}

# The new root under a passphrase of its own: of a file, and both of descriptors.
two_passphrases() {
	case_of two-passphrases federation-three
	ca 0 init prod --key ../root.key --passphrase-fd 5 --at 2026-01-01 5<../pass
	(umask 077 && echo "another long passphrase" >../new-pass)
	ca 0 "rotate stage prod" "${key[@]}" --new-key ../next.key --new-passphrase-file ../new-pass --at 2026-02-01
	ca 2 "rotate activate prod" --key ../next.key --passphrase-file ../pass --at 2026-02-06
	says "[MG0557]"
	ca 0 "rotate activate prod" --key ../next.key --passphrase-file ../new-pass --at 2026-02-06
	rm -r trust ../*.key
	ca 0 init prod "${key[@]}" --at 2026-01-01
	ca 0 "rotate stage prod" --key ../root.key --passphrase-fd 5 --new-key ../next.key --new-passphrase-fd 6 \
		--at 2026-02-01 5<../pass 6<../new-pass
	ca 0 "rotate activate prod" --key ../next.key --passphrase-file ../new-pass --at 2026-02-06
}

# Findings for programs, colours, and no word where all is well.
told() {
	case_of told federation-three
	ca 0 init prod "${key[@]}" -q --at 2026-01-01
	verdict "$(wc -l <../said)" "-q tells something"
	ca 1 issue "${key[@]}" --format=json --at 2026-01-01
	says '"code":"MG0570"'
	ca 1 issue "${key[@]}" --color=always --at 2026-01-01
	says $'\033[1;31merror[MG0570]'
}

# Keys that take long: an estimate comes first.
found_by_trial() {
	case_of found-by-trial federation-three
	ca 0 init prod "${key[@]}" --at 2026-01-01
	sed -i 's/^  seal:/  key: RSA-4096\n  seal:/' trust/prod/policy.yaml
	typed ca issue "${key[@]}" --cluster berlin --keys-out ../keys --at 2026-01-01 </dev/null
	verdict $? "a key of RSA-4096"
	says "RSA-4096: keys to find: 1, in about 2 s"
	holds "its kind" grep -qF "(4096 bit)" <(sed "s/^ *//" ../keys/*.yaml | openssl x509 -noout -text)
}

# octets: a line of standard input in hexadecimal
octets() {
	tr -d '\n' | od -An -v -tx1 | tr -d ' \n' && echo
}

# forms KEY: the private number of a key as it could leak, one a line
forms() {
	local der
	der=$(openssl pkcs8 -topk8 -nocrypt -in "$1" ${2:+-passin "file:$2"} -outform DER | od -An -v -tx1 | tr -d ' \n')
	# PKCS#8 of P-256: the scalar are 32 octets from the 37th on
	echo "${der:72:64}"
	echo "${der:72:64}" | tr a-f A-F
	openssl pkey -in "$1" ${2:+-passin "file:$2"} | sed -n 2,3p
}

# Everything that a run writes, searched for the keys: only --keys-out has one. With strace
# also what is written and gone again.
no_key_byte() {
	local f traced=()
	case_of no-key-byte federation-three
	if strace -o /dev/null true 2>/dev/null; then
		traced=(strace -f -y -xx -s 1000000 -A -o ../trace -e "trace=write,pwrite64,writev,sendto,sendmsg")
	fi
	for f in init issue render status; do
		case $f in
		init) set -- ca init prod "${key[@]}" --at 2026-01-01 ;;
		issue) set -- ca issue "${key[@]}" --keys-out ../keys --at 2026-01-01 ;;
		render) set -- render -v ;;
		status) set -- ca status --format=json --at 2026-01-02 ;;
		esac
		"${traced[@]}" "$meshgen" "$@" >>../talk 2>&1
	done
	forms ../root.key ../pass >../forms
	for f in ../keys/*.yaml; do
		sed -n '/BEGIN PRIVATE KEY/,/END PRIVATE KEY/s/^ *//p' "$f" >../one.key
		forms ../one.key >>../forms
	done
	holds "the keys were found" test "$(wc -l <../forms)" = 16
	holds "no key in the repository and the messages" test -z "$(grep -rlF -f ../forms . ../talk)"
	find . ../talk -type f -exec cat {} + | od -An -v -tx1 | tr -d ' \n' >../all
	holds "no octets of a key" test "$(grep -cF -f <(grep -E '^[0-9a-f]{64}$' ../forms) ../all)" = 0
	holds "the root key is encrypted" grep -q "BEGIN ENCRYPTED PRIVATE KEY" ../root.key
	if [ ${#traced[@]} -eq 0 ]; then
		skipped=$((skipped + 1))
		return
	fi
	{
		grep -xE '[0-9a-f]{64}' ../forms
		while read -r f; do octets <<<"$f"; done <../forms
	} >../patterns
	sed 's/\\x//g' ../trace >../written
	holds "the keys were seen on their way to --keys-out" test "$(grep -cF -f ../patterns ../written)" = 6
	holds "no other write has one" test -z "$(grep -v "<[0-9a-f]*$(octets <<</keys/)" ../written | grep -F -f ../patterns)"
}

# secret NAMESPACE NAME KEY=FILE...: as kubectl prints it
secret() {
	printf -- '---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\n  namespace: %s\ndata:\n' "$2" "$1"
	shift 2
	for pair in "$@"; do
		printf '  %s: %s\n' "${pair%%=*}" "$(base64 -w0 <"${pair#*=}")"
	done
}

# The root and the intermediates of the addon, as it makes them.
addon() {
	local cluster
	openssl req -x509 -newkey rsa:4096 -nodes -keyout ../ca.key -out ../ca.pem -days 3650 -subj /O=ocm-mesh \
		-addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign 2>/dev/null
	secret mesh-hub everywhere-sharedca ca-cert.pem=../ca.pem ca-key.pem=../ca.key >../dump.yaml
	for cluster in berlin boston lyon; do
		openssl req -new -newkey rsa:2048 -nodes -keyout ../int.key -out ../int.csr \
			-subj "/O=Istio/OU=$cluster-istio-$cluster" 2>/dev/null
		openssl x509 -req -in ../int.csr -CA ../ca.pem -CAkey ../ca.key -days 365 -out ../int.pem -extfile <(
			echo "basicConstraints=critical,CA:TRUE"
			echo "keyUsage=critical,keyCertSign"
			echo "subjectKeyIdentifier=hash"
			echo "authorityKeyIdentifier=keyid"
			echo "subjectAltName=critical,URI:spiffe://example.org/ns/istio-system/sa/istiod-1-22-3"
		) 2>/dev/null
		secret "$cluster" "$cluster-istio-intermediateca" ca-cert.pem=../int.pem >>../dump.yaml
	done
	secret paris paris-istio-intermediateca ca-cert.pem=../int.pem >>../dump.yaml
}

imported() {
	case_of imported federation-three
	addon
	sed -i 's/^  seal:/  key: RSA-4096\n  san: addon\n  seal:/' trust/prod/policy.yaml
	cp ../dump.yaml .
	ca 1 import dump.yaml
	says "[MG0537]"
	mv dump.yaml dump.txt
	ca 2 import dump.txt
	says "[MG0590]"
	rm dump.txt
	ca 0 import ../dump.yaml
	says "[MG0591]"
	says "[MG0596]"
	holds "three entries" test "$(find trust/prod/issued -type f | wc -l)" = 3
	holds "no key was taken" test -z "$(grep -rl 'PRIVATE KEY' .)"
	ca 0 verify
	ca 0 status
	is 0 render
	printf '%s\n' "-----BEGIN CERTIFICATE-----" AAAA "-----END CERTIFICATE-----" >../int.pem
	secret berlin berlin-istio-intermediateca ca-cert.pem=../int.pem >../broken.yaml
	ca 1 import ../broken.yaml
	says "[MG0595]"
	addon
	ca 1 import ../dump.yaml
	says "[MG0594]"
	sed -i 's/method: OutOfBand/method: SealedSecret/' trust/prod/policy.yaml
	ca 1 import ../dump.yaml
	says "[MG0593]"
	sed -i 's/name: everywhere/name: nowhere/' ../dump.yaml
	sed -i 's/everywhere-sharedca/elsewhere-sharedca/' ../dump.yaml
	ca 1 import ../dump.yaml
	says "[MG0592]"
}

(from_nothing && chosen_method && sealed && rotation && edited_by_hand && attacks && interrupted && full_disk && small_disk && killed && no_core && prompted && two_passphrases && told && found_by_trial && no_key_byte && imported
	sum="$passed passed, $failed failed"
	[ $skipped -eq 0 ] || sum="$sum, $skipped skipped"
	echo "$sum"
	[ $failed -eq 0 ])
