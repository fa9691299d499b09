package dev.meterlark.storage.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;
import software.amazon.awssdk.services.sqs.model.SqsException;

import java.util.List;
import java.util.Map;

/** Queues as AWS has them: made, shown, changed, tagged and refused. */
@MeterlarkTest
class SqsQueuesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private Tenants.Tenant owner;
    private SqsClient sqs;

    @BeforeEach
    void newAccount() {
        owner = tenants.newOwner();
        sqs = SqsClients.of(port, owner);
    }

    @AfterEach
    void close() {
        sqs.close();
    }

    private String queue(String name, Map<QueueAttributeName, String> attributes) {
        return sqs.createQueue(r -> r.queueName(name).attributes(attributes)).queueUrl();
    }

    @Test
    void aQueueIsMadeOnceAndRefusedWithOtherAttributes() {
        String url = queue("orders", Map.of(QueueAttributeName.DELAY_SECONDS, "5"));

        assertThat(queue("orders", Map.of(QueueAttributeName.DELAY_SECONDS, "5"))).isEqualTo(url);
        assertThat(queue("orders", Map.of())).isEqualTo(url);
        assertThatThrownBy(() -> queue("orders", Map.of(QueueAttributeName.DELAY_SECONDS, "6")))
                .isInstanceOf(QueueNameExistsException.class);
        assertThat(sqs.getQueueUrl(r -> r.queueName("orders")).queueUrl()).isEqualTo(url);
        assertThat(sqs.listQueues(r -> r.queueNamePrefix("ord")).queueUrls()).containsExactly(url);
        assertThat(sqs.listQueues(r -> r.queueNamePrefix("x")).queueUrls()).isEmpty();
        sqs.deleteQueue(r -> r.queueUrl(url));
        assertThatThrownBy(() -> sqs.getQueueUrl(r -> r.queueName("orders")))
                .isInstanceOf(QueueDoesNotExistException.class);
    }

    @Test
    void listsGoOnWhereTheyEnded() {
        List.of("a", "b", "c").forEach(name -> queue(name, Map.of()));

        assertThat(
                        sqs.listQueuesPaginator(r -> r.maxResults(2)).stream()
                                .flatMap(page -> page.queueUrls().stream()))
                .hasSize(3);
    }

    @Test
    void attributesAreSetAndShown() {
        String url = queue("orders", Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "60"));

        sqs.setQueueAttributes(
                r ->
                        r.queueUrl(url)
                                .attributes(
                                        Map.of(
                                                QueueAttributeName
                                                        .RECEIVE_MESSAGE_WAIT_TIME_SECONDS,
                                                "1",
                                                QueueAttributeName.MAXIMUM_MESSAGE_SIZE,
                                                "2048")));

        assertThat(attributes(url))
                .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "60")
                .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "1")
                .containsEntry(
                        QueueAttributeName.QUEUE_ARN,
                        "arn:aws:sqs:us-east-1:%s:orders".formatted(owner.account().number()));
        assertThatThrownBy(
                        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("x".repeat(2049))))
                .isInstanceOf(SqsException.class);
        assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).isEmpty();
    }

    @Test
    void tagsArePutShownAndTakenAway() {
        String url = sqs.createQueue(r -> r.queueName("q").tags(Map.of("team", "red"))).queueUrl();

        sqs.tagQueue(r -> r.queueUrl(url).tags(Map.of("cost", "7")));
        sqs.untagQueue(r -> r.queueUrl(url).tagKeys("team"));

        assertThat(sqs.listQueueTags(r -> r.queueUrl(url)).tags())
                .containsExactly(Map.entry("cost", "7"));
    }

    @ParameterizedTest
    @CsvSource({
        "two words, DelaySeconds, 1, InvalidParameterValue",
        "orders, DelaySeconds, 901, InvalidAttributeValue",
        "orders, DelaySeconds, many, InvalidAttributeValue",
        "orders, Colour, red, InvalidAttributeName",
        "orders, FifoQueue, true, InvalidParameterValue",
        "orders, ContentBasedDeduplication, true, InvalidAttributeName",
        "orders, KmsMasterKeyId, alias, AWS.SimpleQueueService.UnsupportedOperation",
        "orders, RedrivePolicy, {, InvalidParameterValue",
        "orders, RedrivePolicy, {}, InvalidParameterValue"
    })
    void whatAQueueCannotBeIsRefusedAsAwsDoes(
            String name, String attribute, String value, String code) {
        assertThatThrownBy(
                        () ->
                                sqs.createQueue(
                                        r ->
                                                r.queueName(name)
                                                        .attributesWithStrings(
                                                                Map.of(attribute, value))))
                .isInstanceOfSatisfying(
                        SqsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private Map<QueueAttributeName, String> attributes(String url) {
        return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }
}
