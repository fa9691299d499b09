package dev.meterlark.runtime;

/** A tenant's function, whatever its form: bytes in, bytes out. */
interface EventHandler {

    /**
     * @param output for handlers that write their answer themselves; the outcome of one that is
     *     streaming is not looked at
     */
    Outcome handle(Event event, AnswerOutput output) throws Throwable;
}
