package main

import (
	"path/filepath"

	"istio.io/istio/security/pkg/pki/ca"
)

func open(folder string) (*ca.IstioCAOptions, error) {
	at := func(name string) string { return filepath.Join(folder, name) }
	return ca.NewPluggedCertIstioCAOptions(at("cert-chain.pem"), at("ca-cert.pem"), at("ca-key.pem"), at("root-cert.pem"),
		workloadTTL, longestTTL, rsaBits)
}
