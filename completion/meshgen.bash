# Completion of meshgen for bash: `meshgen completion bash`. What a word may become the
# program knows; bash takes '=' for a word of its own, so the parts are put together first.
_meshgen() {
	local line i word=
	local -a words=()
	COMPREPLY=()
	for ((i = 1; i <= COMP_CWORD; i++)); do
		if [[ ${COMP_WORDS[i]} == = || ($word == --*= && ${COMP_WORDS[i - 1]} == =) ]]; then
			word+=${COMP_WORDS[i]}
		else
			((i == 1)) || words+=("$word")
			word=${COMP_WORDS[i]}
		fi
	done
	while IFS= read -r line; do
		case $line in
		$'\tfiles') compopt -o filenames && mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -f -- "${word#--*=}") ;;
		$'\tfolders') compopt -o filenames && mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -d -- "${word#--*=}") ;;
		*)
			line=${line%%$'\t'*}
			[[ $line != *= ]] || compopt -o nospace
			[[ $word != --*=* || $COMP_WORDBREAKS != *=* ]] || line=${line#--*=}
			COMPREPLY+=("$line")
			;;
		esac
	done < <("${COMP_WORDS[0]}" completion bash -- "${words[@]}" "$word" 2>/dev/null)
}
complete -F _meshgen meshgen
