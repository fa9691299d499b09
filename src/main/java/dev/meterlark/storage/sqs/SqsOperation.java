package dev.meterlark.storage.sqs;

import dev.meterlark.shared.Permission;

import tools.jackson.databind.node.ObjectNode;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * What a client can ask for.
 *
 * @param needs what the caller must be allowed to do
 */
record SqsOperation(Permission needs, Function<SqsCall, CompletableFuture<ObjectNode>> answer) {

    static SqsOperation atOnce(Permission needs, Function<SqsCall, ObjectNode> answer) {
        return new SqsOperation(
                needs, call -> CompletableFuture.completedFuture(answer.apply(call)));
    }
}
