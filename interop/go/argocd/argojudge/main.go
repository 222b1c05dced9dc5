// argojudge reads what meshgen writes for Argo CD with Argo CD's own code.
//
//	argojudge applications REPOSITORY SET...
//	argojudge health CONFIGMAP OBJECT...
//
// The first prints the Applications that the controller would make of each ApplicationSet,
// one JSON object a line, if the repository were a checkout of the one that it names. The
// second prints "OBJECT<tab>status<tab>message" for each file with an object, when argocd-cm
// holds what the file CONFIGMAP does.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/argoproj/argo-cd/v3/applicationset/controllers/template"
	"github.com/argoproj/argo-cd/v3/applicationset/generators"
	"github.com/argoproj/argo-cd/v3/applicationset/utils"
	"github.com/argoproj/argo-cd/v3/pkg/apis/application/v1alpha1"
	"github.com/argoproj/argo-cd/v3/util/lua"
	"github.com/argoproj/argo-cd/v3/util/settings"
	log "github.com/sirupsen/logrus"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/kubernetes/fake"
	clientfake "sigs.k8s.io/controller-runtime/pkg/client/fake"
	"sigs.k8s.io/yaml"
)

// A checkout answers for the repo-server.
type checkout string

func (c checkout) GetFiles(context.Context, string, string, string, string, bool, bool) (map[string][]byte, error) {
	return nil, fmt.Errorf("no generator of ours asks for files")
}

// GetDirectories is what the repo-server gives: every folder but those with a dot.
func (c checkout) GetDirectories(context.Context, string, string, string, bool, bool) ([]string, error) {
	var found []string
	err := filepath.WalkDir(string(c), func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() || path == string(c) {
			return err
		}
		if strings.HasPrefix(d.Name(), ".") {
			return filepath.SkipDir
		}
		below, err := filepath.Rel(string(c), path)
		found = append(found, below)
		return err
	})
	return found, err
}

func read(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return yaml.UnmarshalStrict(text, into)
}

func applications(repository string, paths []string) error {
	scheme := runtime.NewScheme()
	if err := v1alpha1.AddToScheme(scheme); err != nil {
		return err
	}
	project := &v1alpha1.AppProject{ObjectMeta: metav1.ObjectMeta{Name: "default", Namespace: "argocd"}}
	client := clientfake.NewClientBuilder().WithScheme(scheme).WithObjects(project).Build()
	known := map[string]generators.Generator{"Git": generators.NewGitGenerator(checkout(repository), "argocd")}
	for _, path := range paths {
		var set v1alpha1.ApplicationSet
		if err := read(path, &set); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		made, _, err := template.GenerateApplications(log.NewEntry(log.StandardLogger()), set, known, &utils.Render{}, client)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, a := range made {
			line, err := json.Marshal(a)
			if err != nil {
				return err
			}
			fmt.Println(string(line))
		}
	}
	return nil
}

func health(path string, objects []string) error {
	var config corev1.ConfigMap
	if err := read(path, &config); err != nil {
		return err
	}
	secret := &corev1.Secret{ObjectMeta: metav1.ObjectMeta{
		Name: "argocd-secret", Namespace: "argocd", Labels: map[string]string{"app.kubernetes.io/part-of": "argocd"}}}
	manager := settings.NewSettingsManager(context.Background(), fake.NewSimpleClientset(&config, secret), "argocd")
	overrides, err := manager.GetResourceOverrides()
	if err != nil {
		return err
	}
	vm := lua.VM{ResourceOverrides: overrides}
	for _, file := range objects {
		var object unstructured.Unstructured
		if err := read(file, &object.Object); err != nil {
			return err
		}
		script, _, err := vm.GetHealthScript(&object)
		if err != nil {
			return err
		}
		if script == "" {
			fmt.Printf("%s\t-\t\n", file)
			continue
		}
		result, err := vm.ExecuteHealthLua(&object, script)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		fmt.Printf("%s\t%s\t%s\n", file, result.Status, result.Message)
	}
	return nil
}

func main() {
	log.SetOutput(io.Discard)
	err := fmt.Errorf("usage: argojudge applications REPOSITORY SET... | health CONFIGMAP OBJECT...")
	if len(os.Args) > 2 && os.Args[1] == "applications" {
		err = applications(os.Args[2], os.Args[3:])
	} else if len(os.Args) > 2 && os.Args[1] == "health" {
		err = health(os.Args[2], os.Args[3:])
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "argojudge:", err)
		os.Exit(2)
	}
}
