package dev.meterlark.trigger.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** What Kafka's client says, in words for the account's people. */
final class Troubles {

    private Troubles() {}

    /**
     * @param refused why something could not be connected to, where that is so
     */
    static TroubleException of(Throwable e, @Nullable String refused) {
        if (e instanceof TroubleException known) {
            return known;
        }
        String text =
                switch (e) {
                    case SslAuthenticationException tls ->
                            "the broker's certificate is not one that is trusted, or is for another"
                                    + " name: "
                                    + Texts.shown(String.valueOf(tls.getMessage()));
                    case AuthenticationException auth ->
                            "the broker does not accept user and password: "
                                    + Texts.shown(String.valueOf(auth.getMessage()));
                    case AuthorizationException auth ->
                            "the user may not do this: "
                                    + Texts.shown(String.valueOf(auth.getMessage()));
                    case UnknownTopicOrPartitionException _, InvalidTopicException _ ->
                            "there is no such topic";
                    case RecordTooLargeException _ -> "the topic takes no record of this size";
                    case FencedInstanceIdException _ ->
                            "another reader has taken this one's place in the group";
                    case TimeoutException late
                            when late.getCause() instanceof UnknownTopicOrPartitionException ->
                            "there is no such topic";
                    case TimeoutException _ ->
                            refused != null
                                    ? refused
                                    : "no broker answered in time; brokers and security are to be"
                                            + " as the cluster has them";
                    default ->
                            refused != null
                                    ? refused
                                    : "Kafka's client failed: " + e.getClass().getSimpleName();
                };
        return new TroubleException(text, e);
    }
}
