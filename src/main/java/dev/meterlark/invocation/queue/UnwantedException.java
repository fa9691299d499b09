package dev.meterlark.invocation.queue;

/** Whoever writes beside an offer does not want it any more. */
final class UnwantedException extends RuntimeException {

    private final transient Offer offer;

    UnwantedException(Offer offer) {
        super("call %s is not wanted any more".formatted(offer.id()), null, false, false);
        this.offer = offer;
    }

    Offer offer() {
        return offer;
    }
}
