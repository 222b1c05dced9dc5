// What Flux's kustomize-controller makes of a folder whose Secrets are encrypted: it builds
// the kustomization and gives each object to its decryptor, in the way of
// internal/controller/kustomization_controller.go, without an API server.
//
//	fluxdecrypt AGE_KEY_FILE FOLDER
//
// It prints the objects as JSON, one a line. The decryptor is internal to the controller,
// so this is built in a copy of its module.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"

	kustomizev1 "github.com/fluxcd/kustomize-controller/api/v1"
	"github.com/fluxcd/kustomize-controller/internal/decryptor"
	"github.com/fluxcd/pkg/apis/meta"
	generator "github.com/fluxcd/pkg/kustomize"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// keys is the one thing that the decryptor asks its client for.
type keys struct {
	client.Client
	age []byte
}

func (k keys) Get(_ context.Context, _ client.ObjectKey, obj client.Object, _ ...client.GetOption) error {
	obj.(*corev1.Secret).Data = map[string][]byte{"cluster.agekey": k.age}
	return nil
}

func run(keyFile, folder string) error {
	age, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	k := &kustomizev1.Kustomization{
		ObjectMeta: metav1.ObjectMeta{Namespace: "flux-system", Name: "mesh"},
		Spec: kustomizev1.KustomizationSpec{Decryption: &kustomizev1.Decryption{
			Provider: "sops", SecretRef: &meta.LocalObjectReference{Name: "age"}}},
	}
	dec, cleanup, err := decryptor.New(keys{age: age}, k, decryptor.WithRoot(folder))
	if err != nil {
		return err
	}
	defer cleanup()
	if err := dec.ImportKeys(context.Background()); err != nil {
		return err
	}
	if err := dec.DecryptSources(folder); err != nil {
		return err
	}
	m, err := generator.SecureBuild(folder, folder, false)
	if err != nil {
		return err
	}
	for _, r := range m.Resources() {
		if opened, err := dec.DecryptResource(r); err != nil {
			return fmt.Errorf("decryption failed for '%s/%s': %w", r.GetGvk(), r.GetName(), err)
		} else if opened != nil {
			r = opened
		}
		object, err := r.Map()
		if err != nil {
			return err
		}
		line, err := json.Marshal(object)
		if err != nil {
			return err
		}
		fmt.Println(string(line))
	}
	return nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: fluxdecrypt AGE_KEY_FILE FOLDER")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
