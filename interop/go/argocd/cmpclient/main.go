// cmpclient asks a config management plugin over its socket, as Argo CD's repo-server does.
//
//	cmpclient [FLAG...] SOCKET QUESTION REPOSITORY FOLDER [NAME=VALUE...]
//
// QUESTION is configuration, generate or parameters. FOLDER is that of the Application, in the
// REPOSITORY; both are absolute. NAME=VALUE goes to the plugin as a variable. The answer is one
// JSON object on stdout; an error of the server is {"error": text}, and exit status 1.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"log"
	"os"
	"time"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/emptypb"

	"github.com/argoproj/argo-cd/v3/cmpserver/apiclient"
	"github.com/argoproj/argo-cd/v3/util/cmp"
)

var (
	exclude = flag.String("exclude", "", "a pattern of what repo-server leaves out (reposerver.plugin.tar.exclusions)")
	timeout = flag.Duration("timeout", time.Minute, "the deadline of the request")
)

func ask(ctx context.Context, c apiclient.ConfigManagementPluginServiceClient, args []string) (any, error) {
	send := func(s cmp.StreamSender) error {
		var left []string
		if *exclude != "" {
			left = append(left, *exclude)
		}
		return cmp.SendRepoStream(ctx, args[3], args[2], s, args[4:], left)
	}
	switch args[1] {
	case "configuration":
		return c.CheckPluginConfiguration(ctx, &emptypb.Empty{})
	case "generate":
		s, err := c.GenerateManifest(ctx)
		if err == nil {
			err = send(s)
		}
		if err != nil {
			return nil, err
		}
		return s.CloseAndRecv()
	case "parameters":
		s, err := c.GetParametersAnnouncement(ctx)
		if err == nil {
			err = send(s)
		}
		if err != nil {
			return nil, err
		}
		return s.CloseAndRecv()
	}
	log.Fatalf("no question is called %s", args[1])
	return nil, nil
}

func main() {
	flag.Parse()
	if flag.NArg() < 4 {
		log.Fatal("usage: cmpclient [FLAG...] SOCKET QUESTION REPOSITORY FOLDER [NAME=VALUE...]")
	}
	ctx, cancel := context.WithTimeout(context.Background(), *timeout)
	defer cancel()
	closer, c, err := apiclient.NewConfigManagementPluginClientSet(flag.Arg(0)).NewConfigManagementPluginClient()
	if err != nil {
		log.Fatal(err)
	}
	defer closer.Close()
	answer, failed := ask(ctx, c, flag.Args())
	if failed != nil {
		answer = map[string]string{"error": status.Convert(failed).Message()}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answer); err != nil {
		log.Fatal(err)
	}
	if failed != nil {
		os.Exit(1)
	}
}
