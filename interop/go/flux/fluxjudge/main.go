// fluxjudge reads what meshgen writes for Flux with Flux's own code.
//
//	fluxjudge variables FILE...
//	fluxjudge health KUSTOMIZATION OBJECT...
//
// The first prints "FILE<tab>reason" for each object that kustomize-controller would change, or
// refuse, when it puts in the variables of postBuild. The second prints "OBJECT<tab>status"
// for each file with an object, by the healthCheckExprs of the file KUSTOMIZATION.
package main

import (
	"context"
	"fmt"
	"os"
	"reflect"

	"github.com/fluxcd/pkg/apis/kustomize"
	fluxkustomize "github.com/fluxcd/pkg/kustomize"
	"github.com/fluxcd/pkg/runtime/cel"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/kustomize/api/provider"
	"sigs.k8s.io/yaml"
)

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.Unmarshal(text, into)
}

// change says how an object would be another one; empty if it would not.
func change(path string, kustomization unstructured.Unstructured) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	resource, err := provider.NewDefaultDepProvider().GetResourceFactory().FromBytes(text)
	if err != nil {
		return "", err
	}
	before, err := resource.Map()
	if err != nil {
		return "", err
	}
	put, err := fluxkustomize.SubstituteVariables(context.Background(), nil, kustomization, resource,
		fluxkustomize.SubstituteWithDryRun(true), fluxkustomize.SubstituteWithStrict(true))
	if err != nil {
		return err.Error(), nil
	}
	if put == nil {
		return "", nil
	}
	after, err := put.Map()
	if err != nil {
		return "", err
	}
	if !reflect.DeepEqual(before, after) {
		return "a variable was put in", nil
	}
	return "", nil
}

func variables(paths []string) error {
	kustomization := unstructured.Unstructured{Object: map[string]any{
		"spec": map[string]any{"postBuild": map[string]any{"substitute": map[string]any{"HOSTNAME": "planted"}}}}}
	for _, path := range paths {
		reason, err := change(path, kustomization)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if reason != "" {
			fmt.Printf("%s\t%s\n", path, reason)
		}
	}
	return nil
}

func health(path string, objects []string) error {
	var k struct {
		Spec struct {
			HealthCheckExprs []kustomize.CustomHealthCheck `json:"healthCheckExprs"`
		} `json:"spec"`
	}
	if err := read(path, &k); err != nil {
		return err
	}
	for _, file := range objects {
		var object unstructured.Unstructured
		if err := read(file, &object.Object); err != nil {
			return err
		}
		said := "-"
		for _, check := range k.Spec.HealthCheckExprs {
			if check.Kind != object.GetKind() || check.APIVersion != object.GetAPIVersion() {
				continue
			}
			evaluator, err := cel.NewStatusEvaluator(&check.HealthCheckExpressions)
			if err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
			// What cannot be evaluated is waited for.
			said = "Unknown"
			if result, err := evaluator.Evaluate(context.Background(), &object); err == nil {
				said = string(result.Status)
			}
		}
		fmt.Printf("%s\t%s\n", file, said)
	}
	return nil
}

func main() {
	err := fmt.Errorf("usage: fluxjudge variables FILE... | health KUSTOMIZATION OBJECT...")
	if len(os.Args) > 1 && os.Args[1] == "variables" {
		err = variables(os.Args[2:])
	} else if len(os.Args) > 2 && os.Args[1] == "health" {
		err = health(os.Args[2], os.Args[3:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fluxjudge:", err)
		os.Exit(2)
	}
}
