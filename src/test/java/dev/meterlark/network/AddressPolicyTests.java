package dev.meterlark.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;

class AddressPolicyTests {

    private final AddressPolicy policy =
            AddressPolicy.ofSandbox(
                    List.of(Cidr.parse("203.0.113.0/24"), Cidr.parse("2001:db8:7::/48")),
                    () -> Set.of(InetAddress.ofLiteral("198.51.100.7")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "0.1.2.3",
                "10.0.0.1",
                "10.255.255.255",
                "100.64.0.1",
                "100.127.255.255",
                "127.0.0.1",
                "127.255.255.254",
                "169.254.0.1",
                "169.254.169.254",
                "169.254.170.2",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.0.170",
                "192.88.99.1",
                "192.168.0.1",
                "192.168.255.255",
                "198.18.0.1",
                "198.19.255.255",
                "224.0.0.1",
                "239.255.255.250",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "::ffff:127.0.0.1",
                "::ffff:169.254.169.254",
                "::10.0.0.1",
                "::127.0.0.1",
                "64:ff9b::10.0.0.1",
                "64:ff9b::8.8.8.8",
                "64:ff9b:1::a00:1",
                "2002:a00:1::1",
                "2002:7f00:1::",
                "2001::1",
                "2001:0:4136::1",
                "fc00::1",
                "fd00:ec2::254",
                "fdff:ffff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "ff05::2",
                "100::1",
                "4000::1",
                "8000::1",
                "203.0.113.9",
                "2001:db8:7::9",
                "198.51.100.7",
                "::ffff:198.51.100.7"
            })
    void whatIsNotPublicIsRefusedInEveryForm(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);

        assertThat(policy.refusal(address, 443, List.of())).isNotBlank();
        assertThat(policy.mayBeNamed(address, List.of())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "8.8.8.8",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "126.255.255.255",
                "128.0.0.0",
                "169.253.255.255",
                "169.255.0.0",
                "172.15.255.255",
                "172.32.0.0",
                "192.0.1.0",
                "192.167.255.255",
                "192.169.0.0",
                "198.17.255.255",
                "198.20.0.0",
                "198.51.100.8",
                "223.255.255.255",
                "::ffff:8.8.8.8",
                "2606:4700:4700::1111",
                "2001:4860:4860::8888",
                "2a00::1",
                "3fff:ffff::1"
            })
    void whatIsPublicIsReached(String literal) {
        InetAddress address = InetAddress.ofLiteral(literal);

        assertThat(policy.refusal(address, 443, List.of())).isNull();
        assertThat(policy.mayBeNamed(address, List.of())).isTrue();
    }

    @Test
    void whatTheOperatorAllowedIsReachedOnItsPortsOnly() {
        List<Opening> allowed =
                List.of(
                        opening("10.1.2.0/24 5432,8000-8010"),
                        opening("198.51.100.7 22"),
                        opening("fd12::/16 1-65535"));

        assertThat(refused("10.1.2.3", 5432, allowed)).isFalse();
        assertThat(refused("10.1.2.3", 8010, allowed)).isFalse();
        assertThat(refused("::ffff:10.1.2.3", 8000, allowed)).isFalse();
        assertThat(refused("198.51.100.7", 22, allowed)).isFalse();
        assertThat(refused("fd12::9", 1, allowed)).isFalse();

        assertThat(refused("10.1.2.3", 8011, allowed)).isTrue();
        assertThat(refused("10.1.3.3", 5432, allowed)).isTrue();
        assertThat(refused("198.51.100.7", 8080, allowed)).isTrue();
        assertThat(policy.mayBeNamed(InetAddress.ofLiteral("10.1.2.9"), allowed)).isTrue();
    }

    @Test
    void thisMachinesOwnAddressesAreKnown() {
        assertThat(new OwnAddresses().get()).contains(InetAddress.ofLiteral("127.0.0.1"));
    }

    @Test
    void thePlatformsLoopbackIsReachedByItselfOnlyWhereItIsOpened() {
        AddressPolicy ofPlatform =
                AddressPolicy.ofPlatform(
                        List.of(), () -> Set.of(InetAddress.ofLiteral("127.0.0.1")));
        List<Opening> opened = List.of(Opening.parse("127.0.0.1 9000", AddressPolicy.NOWHERE));
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");

        assertThat(ofPlatform.refusal(here, 9000, List.of())).isNotBlank();
        assertThat(ofPlatform.refusal(here, 9001, opened)).isNotBlank();
        assertThat(ofPlatform.refusal(here, 9000, opened)).isNull();
        assertThat(policy.refusal(here, 9000, opened)).isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254 80",
                "0.0.0.0/0 80",
                "::/0 80",
                "10.0.0.0/8",
                "x 80",
                "10.0.0.0/8 0",
                "10.0.0.0/8 9-8",
                "10.0.0.0/8 http"
            })
    void whatNobodyMayOpenIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Opening.parse(text, AddressPolicy.NOWHERE));
    }

    private static Opening opening(String text) {
        return Opening.parse(text, AddressPolicy.NEVER);
    }

    private boolean refused(String literal, int port, List<Opening> allowed) {
        return policy.refusal(InetAddress.ofLiteral(literal), port, allowed) != null;
    }
}
