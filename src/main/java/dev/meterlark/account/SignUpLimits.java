package dev.meterlark.account;

import org.springframework.stereotype.Component;

/** Against farming of free accounts, and against trying out which e-mail addresses are taken. */
@Component
class SignUpLimits {

    private final HourlyLimit perAddress;
    private final HourlyLimit fromLoopback;
    private final HourlyLimit everywhere;

    SignUpLimits(AccountProperties properties) {
        this.perAddress = new HourlyLimit(properties.signUpsPerAddress());
        this.fromLoopback = new HourlyLimit(properties.signUpsFromLoopback());
        this.everywhere = new HourlyLimit(properties.signUpsPerHour());
    }

    /** The address is asked first, so that one client cannot use up what is everybody's. */
    void take(Origin origin) {
        if (origin.thisMachine()) {
            fromLoopback.take("", "sign-ups from this machine");
            return;
        }
        perAddress.take(HourlyLimit.keyOf(origin.address()), "sign-ups from your address");
        everywhere.take("", "sign-ups on this installation");
    }
}
