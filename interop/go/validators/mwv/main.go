// mwv asks the admission webhook of OCM's work API about ManifestWorks in files.
//
//	mwv FILE...
//
// For each file that is refused it prints "FILE<tab>reason", and exits 1.
package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"sigs.k8s.io/controller-runtime/pkg/webhook/admission"
	"sigs.k8s.io/yaml"

	ocmfeature "open-cluster-management.io/api/feature"
	workv1 "open-cluster-management.io/api/work/v1"
	"open-cluster-management.io/ocm/pkg/features"
	webhookv1 "open-cluster-management.io/ocm/pkg/work/webhook/v1"
)

func check(hook *webhookv1.ManifestWorkWebhook, file string) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	work := &workv1.ManifestWork{}
	if err := yaml.UnmarshalStrict(text, work); err != nil {
		return err
	}
	if work.APIVersion != "work.open-cluster-management.io/v1" || work.Kind != "ManifestWork" {
		return fmt.Errorf("%s %s is no ManifestWork", work.APIVersion, work.Kind)
	}
	_, err = hook.ValidateCreate(admission.NewContextWithRequest(context.Background(), admission.Request{}), work)
	return err
}

func main() {
	// The webhook asks the gates, and panics where they are not known.
	if err := features.HubMutableFeatureGate.Add(ocmfeature.DefaultHubWorkFeatureGates); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	status := 0
	for _, file := range os.Args[1:] {
		if err := check(&webhookv1.ManifestWorkWebhook{}, file); err != nil {
			fmt.Printf("%s\t%s\n", file, strings.Join(strings.Fields(err.Error()), " "))
			status = 1
		}
	}
	os.Exit(status)
}
