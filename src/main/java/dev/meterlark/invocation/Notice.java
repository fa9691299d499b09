package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.InvocationId;

import java.util.UUID;

/**
 * What a destination is told of a call's end.
 *
 * @param id the same each time it is told
 * @param call that ended
 * @param function that it was of; it may be gone by now
 * @param lineage of a call that this notice makes
 * @param trace of the same, and of whoever else is told
 * @param record JSON, in the shape of AWS's destination records
 */
public record Notice(
        UUID id,
        InvocationId call,
        AccountId account,
        FunctionId function,
        Lineage lineage,
        TraceContext trace,
        byte[] record) {}
