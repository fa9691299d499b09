package dev.meterlark.ingress;

import dev.meterlark.edge.ClientAddress;
import dev.meterlark.shared.InvocationId;

import io.netty.handler.codec.http.HttpHeaders;

import java.time.Instant;

/**
 * One request, once its head was found to be in order.
 *
 * @param id of the call that it may become
 * @param target what it is for
 * @param path as sent, with what leads to the function
 * @param query as sent, without the question mark
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2.0}
 */
record Ask(
        InvocationId id,
        Instant arrival,
        String method,
        Target target,
        String path,
        String query,
        String protocol,
        HttpHeaders headers,
        Peer peer) {

    boolean isHead() {
        return method.equals("HEAD");
    }

    ClientAddress client() {
        return peer.client();
    }
}
