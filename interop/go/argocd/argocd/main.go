// argocd is what a live run needs of Argo CD, in one program, as Argo CD's own is: the first
// argument says which of its servers it is. "redis ADDRESS" stands for their Redis.
package main

import (
	"os"
	"os/signal"

	"github.com/alicebob/miniredis/v2"
	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	applicationset "github.com/argoproj/argo-cd/v3/cmd/argocd-applicationset-controller/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
	"github.com/spf13/cobra"
)

func redis() *cobra.Command {
	return &cobra.Command{Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
		if err := miniredis.NewMiniRedis().StartAddr(args[0]); err != nil {
			return err
		}
		end := make(chan os.Signal, 1)
		signal.Notify(end, os.Interrupt)
		<-end
		return nil
	}}
}

func main() {
	servers := map[string]func() *cobra.Command{
		"application-controller":    controller.NewCommand,
		"applicationset-controller": applicationset.NewCommand,
		"redis":                     redis,
		"repo-server":               reposerver.NewCommand,
	}
	if len(os.Args) < 2 || servers[os.Args[1]] == nil {
		os.Exit(2)
	}
	command := servers[os.Args[1]]()
	command.SetArgs(os.Args[2:])
	if command.Execute() != nil {
		os.Exit(1)
	}
}
