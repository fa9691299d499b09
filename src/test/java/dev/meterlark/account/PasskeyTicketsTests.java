package dev.meterlark.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.FakeVault;
import dev.meterlark.ManualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class PasskeyTicketsTests {

    private final ManualClock clock = new ManualClock();
    private final PasskeyTickets tickets = new PasskeyTickets(new FakeVault(), clock);

    @Test
    void aTicketHoldsItsChallengeOnce() {
        PasskeyTickets.Ticket ticket = tickets.make("sign-in:localhost");

        assertThat(tickets.use(ticket.text(), "sign-in:localhost"))
                .hasValueSatisfying(c -> assertThat(c).isEqualTo(ticket.challenge()));
        assertThat(tickets.use(ticket.text(), "sign-in:localhost")).isEmpty();
    }

    @Test
    void aTicketIsForItsPurposeAlone() {
        PasskeyTickets.Ticket ticket = tickets.make("confirm:ada:localhost");

        assertThat(tickets.use(ticket.text(), "confirm:eve:localhost")).isEmpty();
        assertThat(tickets.use(ticket.text(), "confirm:ada:evil.example")).isEmpty();
        assertThat(tickets.use(ticket.text(), "confirm:ada:localhost")).isPresent();
    }

    @Test
    void aTicketIsOverAfterTenMinutes() {
        PasskeyTickets.Ticket ticket = tickets.make("sign-in:localhost");
        clock.forward(Duration.ofMinutes(10));

        assertThat(tickets.use(ticket.text(), "sign-in:localhost")).isEmpty();
    }

    @Test
    void whatIsNoTicketIsNone() {
        for (String text : new String[] {"", "x", "!", "A".repeat(5_000), "äöü"}) {
            assertThat(tickets.use(text, "sign-in:localhost")).as(text).isEmpty();
        }
    }
}
