package dev.meterlark.ingress;

import dev.meterlark.edge.ClientAddress;

/**
 * The other side of a connection, as it is or as a trusted proxy said.
 *
 * @param client whom the request comes from
 * @param forwardedFor the addresses on the way, the client's first
 * @param secure whether the client came by https
 * @param port that the client connected to
 * @param tls version and cipher suite, when this process ends TLS
 */
record Peer(ClientAddress client, String forwardedFor, boolean secure, int port, TlsFacts tls) {

    /** Both empty without TLS. */
    record TlsFacts(String version, String cipherSuite) {

        static final TlsFacts NONE = new TlsFacts("", "");
    }
}
