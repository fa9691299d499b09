package dev.meterlark.worker.protocol;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests and refuses those that two readers could understand differently. */
public final class StrictRequestDecoder extends HttpRequestDecoder {

    private static final int LONGEST_REQUEST_LINE = 8 * 1024;

    public StrictRequestDecoder(int headerBytes, int largestChunk) {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(LONGEST_REQUEST_LINE)
                        .setMaxHeaderSize(headerBytes)
                        .setMaxChunkSize(largestChunk)
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
