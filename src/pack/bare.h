/*
 * The names in a folder ca/<cluster>/<namespace>/. Its PEM files are bare, since not
 * every reader of PEM takes text around it: the file GENERATED beside them holds the
 * marker line of all.
 */
#ifndef PACK_BARE_H
#define PACK_BARE_H

#define BARE_CA_CERT "ca-cert.pem"
#define BARE_CERT_CHAIN "cert-chain.pem"
#define BARE_ROOT_CERT "root-cert.pem"

/* Sorts before the others, so it is written first. */
#define BARE_MARKER "GENERATED"

#endif
