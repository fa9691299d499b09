package dev.meterlark.worker.sandbox.egress;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.Opening;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * One sandbox's way out: what it may reach, what it took. Its connections share one event loop;
 * what it took can be read from anywhere.
 */
public final class Passage implements AutoCloseable {

    private final Egress egress;
    private final EventLoop loop;
    private final AccountShare share;
    private final Supplier<List<Opening>> allowed;
    private final ChannelGroup channels;
    private final Runnable whenClosed;

    private final Bucket connects;
    private final Bucket names;
    private final Bucket bytes;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong atLastCall = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    Passage(
            Egress egress,
            EventLoop loop,
            AccountShare share,
            Supplier<List<Opening>> allowed,
            Runnable whenClosed) {
        EgressProperties properties = egress.properties();
        long now = System.nanoTime();
        this.egress = egress;
        this.loop = loop;
        this.share = share;
        this.allowed = allowed;
        this.whenClosed = whenClosed;
        this.channels = new DefaultChannelGroup(loop, true); // what comes late is closed at once
        this.connects = new Bucket(properties.connectsPerSecond(), now);
        this.names = new Bucket(properties.namesPerSecond(), now);
        this.bytes = new Bucket(properties.bytesPerSecond().toBytes(), now);
    }

    EgressProperties properties() {
        return egress.properties();
    }

    EventLoop loop() {
        return loop;
    }

    /** At this moment: what was withdrawn is not reached by another connection. */
    List<Opening> allowed() {
        return allowed.get();
    }

    AddressPolicy policy() {
        return egress.policy();
    }

    boolean mayReach(InetSocketAddress destination) {
        return egress.policy().refusal(destination.getAddress(), destination.getPort(), allowed())
                == null;
    }

    /** Whether the account and the node have room for another; if so it is to be left again. */
    boolean enter() {
        if (!egress.enter()) {
            return false;
        }
        if (!share.enter()) {
            egress.leave();
            return false;
        }
        return true;
    }

    void leave() {
        share.leave();
        egress.leave();
    }

    /** Nanoseconds until another connection may be made. */
    long connects(long nowNanos) {
        return Math.max(connects.take(1, nowNanos), share.connects(nowNanos));
    }

    /** Nanoseconds until another name may be asked for. */
    long names(long nowNanos) {
        return names.take(1, nowNanos);
    }

    boolean beginsLookup() {
        return share.beginsLookup();
    }

    void endsLookup() {
        share.endsLookup();
    }

    /** Whether there is anything to reach by IPv6. */
    boolean knowsIpv6() {
        return properties().ipv6()
                || allowed().stream()
                        .anyMatch(each -> each.network().address() instanceof Inet6Address);
    }

    void belongs(Channel channel) {
        channels.add(channel);
    }

    /** Nanoseconds until more may be moved. */
    long sends(int amount) {
        sent.addAndGet(amount);
        return bytes.take(amount, System.nanoTime());
    }

    /** Nanoseconds until more may be moved. */
    long receives(int amount) {
        received.addAndGet(amount);
        return bytes.take(amount, System.nanoTime());
    }

    boolean isUsedUp() {
        long all = sent.get() + received.get();
        return all - atLastCall.get() > properties().bytesPerCall().toBytes()
                || all > properties().bytesPerSandbox().toBytes();
    }

    /** Since its start, outwards. */
    public long sentBytes() {
        return sent.get();
    }

    /** Since the last time this was asked; with it the allowance of the next call begins. */
    public long takeSentBytes() {
        long now = sent.get();
        atLastCall.set(now + received.get());
        return now - told.getAndSet(now);
    }

    /** Ends its connections; there are no others from here on. A second time does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            channels.close();
            whenClosed.run();
        }
    }
}
