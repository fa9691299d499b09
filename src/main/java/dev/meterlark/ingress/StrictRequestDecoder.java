package dev.meterlark.ingress;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests and refuses those that two readers could understand differently. */
final class StrictRequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_REQUEST_LINE = 8 * 1024;
    private static final int LARGEST_CHUNK = 64 * 1024;

    StrictRequestDecoder(int headerBytes) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                        .setMaxHeaderSize(headerBytes)
                        .setMaxChunkSize(LARGEST_CHUNK)
                        .setValidateHeaders(true)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true)
                        .setAllowDuplicateContentLengths(false));
    }

    /** Where {@code Transfer-Encoding} and {@code Content-Length} disagree, smuggling begins. */
    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        throw new IllegalArgumentException("both Transfer-Encoding and Content-Length");
    }
}
