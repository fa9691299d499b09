package dev.meterlark.storage.sqs;

import dev.meterlark.shared.Caller;
import dev.meterlark.storage.Shown;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How AWS's tools name a queue.
 *
 * @param account its number
 */
record QueueAddress(String account, String name) {

    /** Of a URL only its path counts: the host is whatever a client calls us. */
    private static final Pattern URL =
            Pattern.compile("(?:https?://[^/?#]{1,300})?/([0-9]{12})/([A-Za-z0-9_.-]{1,80})");

    private static final Pattern ARN =
            Pattern.compile(
                    "arn:aws[a-z-]*:sqs:[a-z0-9-]{1,32}:([0-9]{12}):([A-Za-z0-9_.-]{1,80})");

    static boolean isPath(String path) {
        return URL.matcher(path).matches();
    }

    /**
     * @return the queue's name in the caller's account
     * @throws SqsException when it is no address, or another account's: that is not looked up
     */
    static String ofUrl(String url, Caller caller) {
        return of(
                URL.matcher(url),
                caller,
                new SqsException(
                        SqsError.INVALID_ADDRESS,
                        "The address %s is not valid for this endpoint.".formatted(shown(url))));
    }

    /** The same. */
    static String ofArn(String parameter, String arn, Caller caller) {
        return of(
                ARN.matcher(arn),
                caller,
                SqsException.invalid(
                        parameter,
                        shown(arn),
                        "It must be arn:aws:sqs:<region>:<account>:<queue name>."));
    }

    private static String of(Matcher matcher, Caller caller, SqsException otherwise) {
        if (!matcher.matches()) {
            throw otherwise;
        }
        requireOwn(matcher.group(1), caller);
        return matcher.group(2);
    }

    static void requireOwn(String account, Caller caller) {
        if (!account.equals(caller.accountNumber())) {
            throw new SqsException(
                    SqsError.ACCESS_DENIED, "Access to the resource of another account is denied.");
        }
    }

    /**
     * @param base scheme, host and port as the client has them
     */
    String url(String base) {
        return "%s/%s/%s".formatted(base, account, name);
    }

    String arn(String region) {
        return "arn:aws:sqs:%s:%s:%s".formatted(region, account, name);
    }

    private static String shown(String text) {
        return Shown.text(text);
    }
}
