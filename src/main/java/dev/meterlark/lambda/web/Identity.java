package dev.meterlark.lambda.web;

import dev.meterlark.shared.Caller;

/**
 * A caller as AWS would call it: a function is a role that was assumed under the function's name,
 * everybody else a user by the id of the key.
 */
record Identity(String arn, String userId, String account) {

    static Identity of(Caller caller) {
        int colon = caller.subject().indexOf(':');
        String kind = caller.subject().substring(0, Math.max(0, colon));
        String name = caller.subject().substring(colon + 1);
        String number = caller.accountNumber();
        return kind.equals("function")
                ? new Identity(
                        "arn:aws:sts::%s:assumed-role/%s/%s".formatted(number, name, name),
                        "MLKFUNCTION:" + name,
                        number)
                : new Identity("arn:aws:iam::%s:user/%s".formatted(number, name), name, number);
    }
}
