package dev.meterlark.runtime;

/** A tenant's function, whatever its form: bytes in, bytes out. */
interface EventHandler {

    Outcome handle(Event event) throws Throwable;
}
