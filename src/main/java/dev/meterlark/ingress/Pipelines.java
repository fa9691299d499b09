package dev.meterlark.ingress;

import dev.meterlark.edge.ClientAddress;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.IdleStateHandler;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** What stands between a connection's bytes and {@link Connection}, for each protocol. */
final class Pipelines extends ChannelInitializer<Channel> {

    /** Streams that a client may take back within the window before it is sent away. */
    private static final int MOST_RESETS = 200;

    private static final int RESET_WINDOW_SECONDS = 30;
    private static final int MOST_QUEUED_CONTROL_FRAMES = 1_000;
    private static final int MOST_SMALL_CONTINUATIONS = 16;
    private static final int MOST_EMPTY_DATA_FRAMES = 2;

    private final Ingress ingress;
    private final Peers peers;
    private final Crowd crowd;
    private final @Nullable SslContext tls;

    Pipelines(Ingress ingress, Peers peers, Crowd crowd, @Nullable SslContext tls) {
        this.ingress = ingress;
        this.peers = peers;
        this.crowd = crowd;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
            channel.close();
            return;
        }
        ClientAddress address = new ClientAddress(remote.getAddress());
        boolean counted = !peers.isProxy(remote.getAddress());
        if (!crowd.enter(address, counted)) {
            channel.close();
            return;
        }
        channel.closeFuture().addListener(_ -> crowd.leave(address, counted));
        if (tls == null) {
            channel.pipeline()
                    .addLast(new Arrivals())
                    .addLast(new PriorKnowledge(this, ingress.properties().headerTimeout()));
        } else {
            SslHandler ssl = tls.newHandler(channel.alloc());
            ssl.setHandshakeTimeoutMillis(ingress.properties().headerTimeout().toMillis());
            channel.pipeline().addLast(ssl).addLast(new Arrivals()).addLast(negotiated());
        }
    }

    /** HTTP/1.1, on a connection that has its {@link Arrivals}. */
    void http1(Channel channel) {
        channel.pipeline()
                .addLast(new StrictRequestDecoder((int) ingress.properties().maxHeader().toBytes()))
                .addLast(new HttpResponseEncoder())
                .addLast(
                        new Connection(
                                ingress,
                                peers,
                                peers.of(channel),
                                channel.pipeline().get(Arrivals.class)));
    }

    void http2(Channel channel) {
        Peer peer = peers.of(channel);
        IngressProperties properties = ingress.properties();
        Http2FrameCodec codec =
                Http2FrameCodecBuilder.forServer()
                        .initialSettings(
                                Http2Settings.defaultSettings()
                                        .maxConcurrentStreams(properties.maxStreams())
                                        .maxHeaderListSize(properties.maxHeader().toBytes()))
                        .validateHeaders(true)
                        .validateRequiredPseudoHeaders(true)
                        .decoderEnforceMaxRstFramesPerWindow(MOST_RESETS, RESET_WINDOW_SECONDS)
                        .decoderEnforceMaxConsecutiveEmptyDataFrames(MOST_EMPTY_DATA_FRAMES)
                        .decoderEnforceMaxSmallContinuationFrames(MOST_SMALL_CONTINUATIONS)
                        .encoderEnforceMaxQueuedControlFrames(MOST_QUEUED_CONTROL_FRAMES)
                        .build();
        channel.pipeline()
                .addLast(
                        new IdleStateHandler(
                                0, 0, properties.idleTimeout().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(codec)
                .addLast(new Http2MultiplexHandler(streams(peer)))
                .addLast(new StreamsConnection(codec, ingress.stopping()));
    }

    private ChannelInitializer<Channel> streams(Peer peer) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline()
                        .addLast(new Http2StreamFrameToHttpObjectCodec(true))
                        .addLast(new Connection(ingress, peers, peer, null));
            }
        };
    }

    private ApplicationProtocolNegotiationHandler negotiated() {
        return new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
            @Override
            protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
                if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                    http2(ctx.channel());
                } else {
                    http1(ctx.channel());
                }
            }
        };
    }
}
