// crdval holds objects against CustomResourceDefinitions with the code of the
// API server: schema, list sets and maps, unknown fields, and CEL rules. Objects
// of built-in kinds are decoded strictly into their Go types.
//
//	crdval DEFINITION... -- FILE...
//
// For each document that is refused, also for one of a kind without a
// definition, it prints "FILE<tab>reason". It exits 1 if it printed anything.
package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	runtimeschema "k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	kubeyaml "k8s.io/apimachinery/pkg/util/yaml"
	celconfig "k8s.io/apiserver/pkg/apis/cel"
	"k8s.io/client-go/kubernetes/scheme"
	"sigs.k8s.io/yaml"
)

// builtin decodes the kinds that every cluster has, and refuses unknown fields.
var builtin = serializer.NewCodecFactory(scheme.Scheme, serializer.EnableStrict).UniversalDeserializer()

// A kind is one served version of a definition.
type kind struct {
	namespaced bool
	schema     validation.SchemaCreateValidator
	structural *schema.Structural
	cel        *cel.Validator
}

type kinds map[runtimeschema.GroupVersionKind]*kind

func (k kinds) add(crd *apiextensionsv1.CustomResourceDefinition) error {
	for _, v := range crd.Spec.Versions {
		if !v.Served || v.Schema == nil {
			continue
		}
		var props apiextensions.JSONSchemaProps
		if err := apiextensionsv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(v.Schema.OpenAPIV3Schema, &props, nil); err != nil {
			return err
		}
		validator, _, err := validation.NewSchemaValidator(&props)
		if err != nil {
			return err
		}
		structural, err := schema.NewStructural(&props)
		if err != nil {
			return err
		}
		k[runtimeschema.GroupVersionKind{Group: crd.Spec.Group, Version: v.Name, Kind: crd.Spec.Names.Kind}] = &kind{
			namespaced: crd.Spec.Scope == apiextensionsv1.NamespaceScoped,
			schema:     validator,
			structural: structural,
			cel:        cel.NewValidator(structural, true, celconfig.PerCallLimit),
		}
	}
	return nil
}

func (k *kind) check(object *unstructured.Unstructured) []error {
	var problems []error
	add := func(errs field.ErrorList) {
		for _, e := range errs {
			problems = append(problems, e)
		}
	}
	if metadata, err := yaml.Marshal(object.Object["metadata"]); err != nil {
		problems = append(problems, err)
	} else if err := yaml.UnmarshalStrict(metadata, &metav1.ObjectMeta{}); err != nil {
		problems = append(problems, fmt.Errorf("metadata: %w", err))
	}
	if object.GetName() == "" {
		problems = append(problems, errors.New("metadata.name: is missing"))
	}
	if k.namespaced != (object.GetNamespace() != "") {
		problems = append(problems, fmt.Errorf("metadata.namespace: %q, but namespaced is %v", object.GetNamespace(), k.namespaced))
	}
	unknown := pruning.PruneWithOptions(object.DeepCopy().Object, k.structural, true,
		schema.UnknownFieldPathOptions{TrackUnknownFieldPaths: true})
	for _, path := range unknown {
		problems = append(problems, fmt.Errorf("%s: unknown field", path))
	}
	defaulting.Default(object.Object, k.structural)
	errs := validation.ValidateCustomResource(nil, object.Object, k.schema)
	add(errs)
	add(listtype.ValidateListSetsAndMaps(nil, k.structural, object.Object))
	if len(errs) == 0 && k.cel != nil {
		errs, _ := k.cel.Validate(context.Background(), nil, k.structural, object.Object, nil, celconfig.RuntimeCELCostBudget)
		add(errs)
	}
	return problems
}

// documents calls each with every document of a YAML file that holds anything.
func documents(file string, each func(text []byte) error) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	reader := kubeyaml.NewDocumentDecoder(io.NopCloser(bytes.NewReader(text)))
	defer reader.Close()
	buffer := make([]byte, len(text)+1)
	for {
		n, err := reader.Read(buffer)
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(buffer[:n]); err != nil {
			return err
		}
	}
}

func (k kinds) load(file string) error {
	return documents(file, func(text []byte) error {
		crd := &apiextensionsv1.CustomResourceDefinition{}
		if err := yaml.Unmarshal(text, crd); err != nil || crd.Kind != "CustomResourceDefinition" {
			return err
		}
		return k.add(crd)
	})
}

func (k kinds) refuse(file string, report func(reason string)) error {
	return documents(file, func(text []byte) error {
		object := &unstructured.Unstructured{}
		if err := yaml.UnmarshalStrict(text, &object.Object); err != nil {
			report(err.Error())
			return nil
		}
		if len(object.Object) == 0 {
			return nil
		}
		gvk := object.GroupVersionKind()
		known := k[gvk]
		if known == nil {
			if _, _, err := builtin.Decode(text, nil, nil); err != nil {
				report(fmt.Sprintf("%s %s: %s", gvk.Kind, object.GetName(), err))
			}
			return nil
		}
		for _, problem := range known.check(object) {
			report(fmt.Sprintf("%s %s: %s", gvk.Kind, object.GetName(), problem))
		}
		return nil
	})
}

func fatal(file string, err error) {
	fmt.Fprintf(os.Stderr, "crdval: %s: %v\n", file, err)
	os.Exit(2)
}

func main() {
	utilruntime.Must(apiextensionsv1.AddToScheme(scheme.Scheme))
	known, status, definitions := kinds{}, 0, true
	for _, file := range os.Args[1:] {
		switch {
		case file == "--":
			definitions = false
		case definitions:
			if err := known.load(file); err != nil {
				fatal(file, err)
			}
		default:
			err := known.refuse(file, func(reason string) {
				fmt.Printf("%s\t%s\n", file, strings.Join(strings.Fields(reason), " "))
				status = 1
			})
			if err != nil {
				fatal(file, err)
			}
		}
	}
	os.Exit(status)
}
