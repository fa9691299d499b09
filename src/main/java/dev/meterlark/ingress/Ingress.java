package dev.meterlark.ingress;

import dev.meterlark.invocation.EventIntake;
import dev.meterlark.invocation.Invocations;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What all exchanges share.
 *
 * @param open exchanges that are not ended
 * @param stopping whether no connection is to be kept for a further request
 */
record Ingress(
        IngressProperties properties,
        Hosts hosts,
        HookPaths hooks,
        Doorman doorman,
        Invocations invocations,
        EventIntake intake,
        AnswerMemory memory,
        RouteLimits limits,
        InstantSource clock,
        AtomicInteger open,
        AtomicBoolean stopping) {}
