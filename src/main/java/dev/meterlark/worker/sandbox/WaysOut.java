package dev.meterlark.worker.sandbox;

import dev.meterlark.network.AddressPolicy;
import dev.meterlark.network.Cidr;
import dev.meterlark.network.Names;
import dev.meterlark.network.Opening;
import dev.meterlark.shared.AccountId;
import dev.meterlark.worker.OpenedNetworks;
import dev.meterlark.worker.sandbox.controls.Outside;
import dev.meterlark.worker.sandbox.egress.Egress;
import dev.meterlark.worker.sandbox.egress.EgressProperties;
import dev.meterlark.worker.sandbox.egress.Passage;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Gives sandboxes a way out, where this machine can; found out by making one. */
final class WaysOut implements AutoCloseable {

    private static final Cidr ALL_OF_IPV4 = Cidr.parse("0.0.0.0/0");
    private static final Cidr ALL_OF_IPV6 = Cidr.parse("::/0");

    private final Egress egress;
    private final boolean ipv6;
    private Outside.@Nullable Grant grant;

    WaysOut(EgressProperties properties, Names names, OpenedNetworks opened) {
        this.egress = new Egress(properties, names, opened);
        this.ipv6 = properties.ipv6();
    }

    private Outside.Grant tried() {
        try (Loopback network = Loopback.open();
                var _ = network.listener();
                var _ = network.platform();
                Passage passage = open(network.path(), AccountId.random())) {
            return new Outside.Grant(
                    passage.sentBytes() == 0,
                    "connections are steered to the platform, which makes them again to public"
                            + " addresses only");
        } catch (IOException | RuntimeException e) {
            return new Outside.Grant(
                    false,
                    "no function can be granted a network here, which takes Linux 5.9 or newer with"
                            + " BPF socket lookup: "
                            + e.getMessage());
        }
    }

    /** Whether functions with {@code egress: internet} can be run here. */
    synchronized Outside.Grant grant() {
        if (grant == null) {
            grant = tried();
        }
        return grant;
    }

    void check() throws NoSandboxException {
        Outside.Grant known = grant();
        if (!known.possible()) {
            throw new NoSandboxException(
                    "The function may connect to the internet (egress), but "
                            + known.explanation());
        }
    }

    /**
     * Opens a network namespace that led nowhere, whatever already runs in it. The passage is to be
     * closed before or after its sandbox ends.
     */
    Passage open(Path namespace, AccountId account) throws IOException {
        WayOut way = WayOut.open(namespace, plan(egress.allowedTo(account)));
        return egress.open(
                way.connections(), way.names(), account, () -> Kernel.close(way.steering()));
    }

    /** What is refused here says so at once; what decides is the check of each connection. */
    private WayOut.Plan plan(List<Opening> allowed) {
        List<Cidr> here = new ArrayList<>(List.of(ALL_OF_IPV4));
        if (ipv6) {
            here.add(ALL_OF_IPV6);
        }
        allowed.stream().map(Opening::network).distinct().forEach(here::add);
        List<Cidr> refused =
                Stream.concat(AddressPolicy.NEVER.stream(), AddressPolicy.PRIVATE.stream())
                        .filter(this::isServed)
                        .filter(
                                network ->
                                        here.stream()
                                                .skip(ipv6 ? 2 : 1)
                                                .noneMatch(network::isWithin))
                        .toList();
        return new WayOut.Plan(here, refused);
    }

    private boolean isServed(Cidr network) {
        return ipv6 || network.address() instanceof Inet4Address;
    }

    /** Open connections of all sandboxes. */
    int connections() {
        return egress.connections();
    }

    @Override
    public void close() {
        egress.close();
    }
}
