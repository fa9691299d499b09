package dev.meterlark.lambda.web;

import dev.meterlark.invocation.FunctionRef;
import dev.meterlark.shared.Caller;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function as AWS's tools name it: by name, partial ARN or ARN, each with a qualifier or not. */
record NamedFunction(String name, String qualifier) {

    private static final String FORM =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\\\d{1}:)?(\\\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\\\$LATEST|[a-zA-Z0-9-_]+))?";
    private static final Pattern ARN =
            Pattern.compile(
                    "arn:aws[a-zA-Z-]*:lambda:([a-z0-9-]{1,32}):(\\d{12}):function:([A-Za-z0-9_-]{1,64})(?::(\\$LATEST|[A-Za-z0-9_-]{1,128}))?");
    private static final Pattern PARTIAL =
            Pattern.compile(
                    "(?:(\\d{12}):)?(?:function:)?([A-Za-z0-9_-]{1,64})(?::(\\$LATEST|[A-Za-z0-9_-]{1,128}))?");
    private static final Pattern QUALIFIER = Pattern.compile("\\$LATEST|[A-Za-z0-9_-]{1,128}");
    private static final int SHOWN = 200;

    /**
     * @param qualifier of the query; null when there is none
     * @param region the only one there is
     * @throws LambdaException when it is none, or another account's, which is not looked up
     */
    static NamedFunction parse(
            String text, @Nullable String qualifier, Caller caller, String region) {
        Matcher arn = ARN.matcher(text);
        Matcher partial = PARTIAL.matcher(text);
        if (arn.matches()) {
            requireOwn(arn.group(2), text, caller);
            if (!arn.group(1).equals(region)) {
                throw LambdaException.notFound(
                        "Functions from '%s' are not reachable in this region ('%s')"
                                .formatted(arn.group(1), region));
            }
            return new NamedFunction(arn.group(3), agreed(arn.group(4), qualifier));
        }
        if (partial.matches()) {
            requireOwn(partial.group(1), text, caller);
            return new NamedFunction(partial.group(2), agreed(partial.group(3), qualifier));
        }
        throw LambdaException.validation(
                "1 validation error detected: Value '%s' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                        .formatted(shown(text), FORM));
    }

    FunctionRef ref() {
        return new FunctionRef(name, qualifier);
    }

    /** With its qualifier, as Invoke's errors name it. */
    String arn(String region, String account) {
        return "arn:aws:lambda:%s:%s:function:%s".formatted(region, account, name);
    }

    private static void requireOwn(@Nullable String account, String text, Caller caller) {
        if (account != null && !account.equals(caller.accountNumber())) {
            throw LambdaException.denied(
                    "User: %s is not authorized to perform: lambda:InvokeFunction on resource: %s"
                            .formatted(Identity.of(caller).arn(), shown(text)));
        }
    }

    private static String agreed(@Nullable String inName, @Nullable String inQuery) {
        if (inQuery == null || inQuery.isEmpty()) {
            return inName == null ? FunctionRef.LATEST : inName;
        }
        if (!QUALIFIER.matcher(inQuery).matches()) {
            throw LambdaException.validation(
                    "1 validation error detected: Value '%s' at 'qualifier' failed to satisfy constraint: Member must satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+"
                            .formatted(shown(inQuery)));
        }
        if (inName != null && !inName.equals(inQuery)) {
            throw LambdaException.of(
                    400,
                    "InvalidParameterValueException",
                    "The derived qualifier from the function name does not match the specified"
                            + " qualifier.");
        }
        return inQuery;
    }

    private static String shown(String text) {
        String cut = text.length() <= SHOWN ? text : text.substring(0, SHOWN);
        StringBuilder shown = new StringBuilder();
        cut.chars().forEach(c -> shown.append(c < 0x20 || c > 0x7e ? '?' : (char) c));
        return shown.toString();
    }
}
