package main

import (
	"path/filepath"

	"istio.io/istio/security/pkg/pki/ca"
)

func open(folder string) (*ca.IstioCAOptions, error) {
	at := func(name string) string { return filepath.Join(folder, name) }
	return ca.NewPluggedCertIstioCAOptions(ca.SigningCAFileBundle{
		RootCertFile:    at("root-cert.pem"),
		CertChainFiles:  []string{at("cert-chain.pem")},
		SigningCertFile: at("ca-cert.pem"),
		SigningKeyFile:  at("ca-key.pem"),
	}, workloadTTL, longestTTL, rsaBits)
}
