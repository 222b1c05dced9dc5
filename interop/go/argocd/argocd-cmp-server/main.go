// argocd-cmp-server is Argo CD's own: the server of a config management plugin, as the
// sidecar of repo-server runs it.
package main

import (
	"os"

	"github.com/argoproj/argo-cd/v3/cmd/argocd-cmp-server/commands"
)

func main() {
	if commands.NewCommand().Execute() != nil {
		os.Exit(1)
	}
}
