package dev.meterlark.worker.sandbox.egress;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.NameLookup;
import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.network.OwnAddresses;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.OpenedNetworks;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The way out of this node's sandboxes. */
public final class Egress implements AutoCloseable {

    private final EgressProperties properties;
    private final AddressPolicy policy;
    private final NameLookup names;
    private final MultiThreadIoEventLoopGroup loops;
    private final List<Allowed> allowed;
    private final OpenedNetworks opened;
    private final Map<AccountId, AccountShare> shares = new ConcurrentHashMap<>();
    private final AtomicInteger connections = new AtomicInteger();

    /**
     * @param opened what the operator lets accounts reach beside what is configured
     */
    public Egress(EgressProperties properties, Names names, OpenedNetworks opened) {
        this.properties = properties;
        this.names = new NameLookup(names);
        this.policy = AddressPolicy.ofSandbox(properties.refusedNetworks(), new OwnAddresses());
        this.allowed = properties.allowedToAccounts();
        this.opened = opened;
        this.loops =
                new MultiThreadIoEventLoopGroup(
                        properties.threads(),
                        new DefaultThreadFactory("egress", true),
                        NioIoHandler.newFactory());
    }

    /**
     * Begins to serve listeners of a sandbox's network namespace; they are the passage's from now
     * on.
     *
     * @param connected its accepted sockets' local address is where the function connected to
     * @param asked where it asks for names
     * @param whenClosed what else is to be let go of
     */
    public Passage open(
            ServerSocketChannel connected,
            DatagramChannel asked,
            AccountId account,
            Runnable whenClosed) {
        EventLoop loop = loops.next();
        var passage =
                new Passage(
                        this,
                        loop,
                        join(account),
                        () -> allowedTo(account),
                        () -> {
                            part(account);
                            whenClosed.run();
                        });
        new ServerBootstrap()
                .group(loop)
                .channelFactory(() -> new NioServerSocketChannel(connected))
                .childOption(ChannelOption.AUTO_READ, false)
                .handler(new Door(passage))
                .childHandler(new Outwards(passage))
                .register();
        new Bootstrap()
                .group(loop)
                .channelFactory(() -> new NioDatagramChannel(asked))
                .handler(new NameService(passage, names))
                .register()
                .addListener((ChannelFuture done) -> passage.belongs(done.channel()));
        return passage;
    }

    /** What the operator allows the account now. */
    public List<Opening> allowedTo(AccountId account) {
        Stream<Opening> configured =
                allowed.stream()
                        .filter(each -> each.account().equals(account))
                        .map(Allowed::opening);
        return Stream.concat(configured, opened.openedTo(account).stream()).toList();
    }

    EgressProperties properties() {
        return properties;
    }

    AddressPolicy policy() {
        return policy;
    }

    /** Whether the node had room for another connection. */
    boolean enter() {
        if (connections.incrementAndGet() > properties.connectionsOfNode()) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        connections.decrementAndGet();
    }

    /** Open connections of all sandboxes. */
    public int connections() {
        return connections.get();
    }

    private AccountShare join(AccountId account) {
        return shares.compute(
                account,
                (_, known) -> {
                    var share =
                            known == null ? new AccountShare(properties, System.nanoTime()) : known;
                    share.passages++;
                    return share;
                });
    }

    private void part(AccountId account) {
        shares.computeIfPresent(account, (_, share) -> --share.passages == 0 ? null : share);
    }

    @Override
    public void close() {
        loops.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly();
        names.close();
    }
}
