# Completion of meshgen for fish: `meshgen completion fish`. What a word may become the
# program knows.
function __meshgen_complete
	set -l words (commandline -opc)
	set -l word (commandline -ct)
	for line in ($words[1] completion fish -- $words[2..-1] "$word" 2>/dev/null)
		switch $line
			case \tfiles
				__fish_complete_path (string replace -r '^--[^=]*=' '' -- "$word")
			case \tfolders
				__fish_complete_directories (string replace -r '^--[^=]*=' '' -- "$word")
			case '*'
				echo $line
		end
	end
end
complete -c meshgen -f -a '(__meshgen_complete)'
