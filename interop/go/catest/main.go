// catest puts the four files of each Secret cacerts of one federation to Istio's own plugged-in CA.
//
//	catest IDENTITY FOLDER...
//
// Each folder holds ca-cert.pem, ca-key.pem, cert-chain.pem and root-cert.pem. The CA of each must load them and sign a
// workload certificate for IDENTITY, and that must verify under root-cert.pem of every folder. For each that does not it
// prints "FOLDER<tab>reason", and exits 1.
package main

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"istio.io/istio/security/pkg/pki/ca"
	"istio.io/istio/security/pkg/pki/util"
)

const (
	workloadTTL = 24 * time.Hour
	longestTTL  = 90 * 24 * time.Hour
	rsaBits     = 2048
)

// The certificates that a workload of the folder's cluster presents: its own first.
func signed(identity, folder string) ([]*x509.Certificate, error) {
	options, err := open(folder)
	if err != nil {
		return nil, err
	}
	authority, err := ca.NewIstioCA(options)
	if err != nil {
		return nil, err
	}
	request, _, err := util.GenCSR(util.CertOptions{Host: identity, ECSigAlg: util.EcdsaSigAlg})
	if err != nil {
		return nil, err
	}
	chain, err := authority.SignWithCertChain(request, ca.CertOpts{SubjectIDs: []string{identity}, TTL: time.Hour})
	if err != nil {
		return nil, err
	}
	return certificates([]byte(strings.Join(chain, "\n")))
}

func certificates(text []byte) ([]*x509.Certificate, error) {
	var all []*x509.Certificate
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		one, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return nil, errors.New("no certificate")
	}
	return all, nil
}

// A peer knows the roots alone: whatever lies between comes with the chain.
func verify(chain []*x509.Certificate, roots string) error {
	text, err := os.ReadFile(filepath.Join(roots, "root-cert.pem"))
	if err != nil {
		return err
	}
	trusted, between := x509.NewCertPool(), x509.NewCertPool()
	if !trusted.AppendCertsFromPEM(text) {
		return errors.New("no certificate in root-cert.pem")
	}
	for _, c := range chain[1:] {
		between.AddCert(c)
	}
	_, err = chain[0].Verify(x509.VerifyOptions{Roots: trusted, Intermediates: between,
		KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth}})
	return err
}

func check(identity, folder string, all []string) error {
	chain, err := signed(identity, folder)
	if err != nil {
		return err
	}
	for _, other := range all {
		if err := verify(chain, other); err != nil {
			return fmt.Errorf("under the bundle of %s: %w", other, err)
		}
	}
	return nil
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: catest IDENTITY FOLDER...")
		os.Exit(2)
	}
	status := 0
	for _, folder := range os.Args[2:] {
		if err := check(os.Args[1], folder, os.Args[2:]); err != nil {
			fmt.Printf("%s\t%s\n", folder, strings.Join(strings.Fields(err.Error()), " "))
			status = 1
		}
	}
	os.Exit(status)
}
