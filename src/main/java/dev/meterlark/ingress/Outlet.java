package dev.meterlark.ingress;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;

/**
 * Where answers of one channel are written, and how far their client has read them. Confined to the
 * channel's event loop.
 */
final class Outlet {

    /** Small enough that a slow reader is seen to read. */
    private static final int SLICE = 16 * 1024;

    private final ChannelHandlerContext channel;
    private final AnswerMemory memory;
    private final boolean http2;
    private long pending;
    private long written;

    Outlet(ChannelHandlerContext channel, AnswerMemory memory, boolean http2) {
        this.channel = channel;
        this.memory = memory;
        this.http2 = http2;
    }

    static HttpHeaders newHeaders() {
        return DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    }

    /** A whole answer; the future completes when its last byte is on its way. */
    ChannelFuture whole(int status, HttpHeaders headers, byte[] body) {
        ByteBuf content = Unpooled.wrappedBuffer(body);
        if (body.length <= SLICE) {
            return write(
                    new DefaultFullHttpResponse(
                            HttpVersion.HTTP_1_1,
                            HttpResponseStatus.valueOf(status),
                            content,
                            headers,
                            newHeaders()),
                    body.length);
        }
        head(status, headers);
        while (content.readableBytes() > SLICE) {
            queue(new DefaultHttpContent(content.readRetainedSlice(SLICE)), SLICE);
        }
        return write(new DefaultLastHttpContent(content), content.readableBytes());
    }

    /** What an answer begins with whose body follows piece by piece. */
    void head(int status, HttpHeaders headers) {
        queue(
                new DefaultHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), headers),
                0);
    }

    void piece(byte[] bytes) {
        ByteBuf content = Unpooled.wrappedBuffer(bytes);
        while (content.readableBytes() > SLICE) {
            queue(new DefaultHttpContent(content.readRetainedSlice(SLICE)), SLICE);
        }
        write(new DefaultHttpContent(content), content.readableBytes());
    }

    ChannelFuture end(HttpHeaders trailers) {
        return write(new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, trailers), 0);
    }

    void flush() {
        channel.flush();
    }

    /** Lets the client see that the answer is not whole. */
    void breakOff() {
        if (http2) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR))
                    .addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    void interim(int status) {
        channel.writeAndFlush(
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1,
                        HttpResponseStatus.valueOf(status),
                        Unpooled.EMPTY_BUFFER));
    }

    boolean writable() {
        return channel.channel().isWritable();
    }

    /** Bytes that the client has not taken yet. */
    long pending() {
        return pending;
    }

    /** Bytes that it has taken, ever. */
    long written() {
        return written;
    }

    private void queue(Object message, int bytes) {
        channel.write(message, counted(bytes));
    }

    private ChannelFuture write(Object message, int bytes) {
        return channel.writeAndFlush(message, counted(bytes));
    }

    private ChannelPromise counted(int bytes) {
        ChannelPromise promise = channel.newPromise();
        if (bytes > 0) {
            pending += bytes;
            memory.take(bytes);
            promise.addListener(
                    _ -> {
                        pending -= bytes;
                        written += bytes;
                        memory.give(bytes);
                    });
        }
        return promise;
    }
}
