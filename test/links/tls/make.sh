#!/bin/sh
# Makes the certificates of the TLS tests anew: an authority, a server (127.0.0.1 and localhost) and a client, for 100
# years. They guard nothing. Needs openssl.
set -eu
cd "$(dirname "$0")"
days=36500
key() { openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1"; }
key ca-key.pem
openssl req -x509 -new -key ca-key.pem -days $days -subj '/CN=Statewire test authority' -out ca.pem
key server-key.pem
openssl req -new -key server-key.pem -subj '/CN=localhost' |
  openssl x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days $days -out server.pem \
    -extfile /dev/fd/3 3<<END
subjectAltName=DNS:localhost,IP:127.0.0.1
END
key client-key.pem
openssl req -new -key client-key.pem -subj '/CN=test client' |
  openssl x509 -req -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days $days -out client.pem
openssl pkcs12 -export -inkey client-key.pem -in client.pem -passout pass:open -out client.pfx
rm -f ca.srl ca-key.pem
