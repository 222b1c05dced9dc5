#compdef meshgen
# Completion of meshgen for zsh: `meshgen completion zsh`. What a word may become the
# program knows.
_meshgen() {
	local line
	local -a matches shown open open_shown
	while IFS= read -r line; do
		case $line in
		$'\tfiles') compset -P '--*=' ; _files ;;
		$'\tfolders') compset -P '--*=' ; _files -/ ;;
		*=$'\t'*) open+=("${line%%$'\t'*}") open_shown+=("${line/$'\t'/  }") ;;
		*) matches+=("${line%%$'\t'*}") shown+=("${line/$'\t'/  }") ;;
		esac
	done < <("${words[1]}" completion zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)
	((!$#matches)) || compadd -l -d shown -a matches
	((!$#open)) || compadd -S '' -l -d open_shown -a open
}
if [[ ${funcstack[1]} == _meshgen ]]; then
	_meshgen "$@"
else
	compdef _meshgen meshgen
fi
