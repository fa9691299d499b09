package dev.meterlark.storage.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.ReceiptHandleIsInvalidException;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

import java.util.List;
import java.util.Map;

/** AWS's own SDK of today, which checks each digest, finds queues as AWS has them. */
@MeterlarkTest
class SqsTests {

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
    void aMessageWithAttributesIsSentReceivedAndDeleted() {
        String url = queue("orders", Map.of());
        assertThat(url)
                .isEqualTo(
                        "http://localhost:%d/%s/orders".formatted(port, owner.account().number()));

        SendMessageResponse sent =
                sqs.sendMessage(
                        r ->
                                r.queueUrl(url)
                                        .messageBody("ein größerer Auftrag \ud83d\ude80")
                                        .messageAttributes(
                                                Map.of(
                                                        "n", text("Number", "3.14"),
                                                        "label.x", text("String.iso", "ä"),
                                                        "raw", bytes(new byte[] {0, 1, -1}))));
        List<Message> received =
                sqs.receiveMessage(
                                r ->
                                        r.queueUrl(url)
                                                .messageAttributeNames("n", "label.*", "raw")
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName.ALL))
                        .messages();

        Message message = received.getFirst();
        assertThat(message.messageId()).isEqualTo(sent.messageId());
        assertThat(message.body()).isEqualTo("ein größerer Auftrag \ud83d\ude80");
        assertThat(message.messageAttributes())
                .containsOnly(
                        Map.entry("n", text("Number", "3.14")),
                        Map.entry("label.x", text("String.iso", "ä")),
                        Map.entry("raw", bytes(new byte[] {0, 1, -1})));
        assertThat(message.attributes())
                .containsEntry(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1")
                .containsKey(MessageSystemAttributeName.SENT_TIMESTAMP);
        sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
        sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
        assertThat(attributes(url).get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES))
                .isEqualTo("0");
    }

    @Test
    void onlyTheAttributesThatAreAskedForCome() {
        String url = queue("orders", Map.of());
        sqs.sendMessage(
                r ->
                        r.queueUrl(url)
                                .messageBody("x")
                                .messageAttributes(Map.of("n", text("Number", "1"))));

        Message message = sqs.receiveMessage(r -> r.queueUrl(url)).messages().getFirst();

        assertThat(message.messageAttributes()).isEmpty();
        assertThat(message.attributes()).isEmpty();
    }

    @Test
    void aBatchSaysOfEachEntryWhatCameOfIt() {
        String url = queue("orders", Map.of());

        SendMessageBatchResponse sent =
                sqs.sendMessageBatch(
                        r ->
                                r.queueUrl(url)
                                        .entries(
                                                e -> e.id("good").messageBody("one"),
                                                e -> e.id("bad").messageBody("\u0001"),
                                                e ->
                                                        e.id("late")
                                                                .messageBody("x")
                                                                .delaySeconds(901),
                                                e ->
                                                        e.id("typed")
                                                                .messageBody("two")
                                                                .messageAttributes(
                                                                        Map.of(
                                                                                "n",
                                                                                text(
                                                                                        "Number",
                                                                                        "7")))));

        assertThat(sent.successful()).extracting(e -> e.id()).containsExactly("good", "typed");
        assertThat(sent.failed())
                .extracting(BatchResultErrorEntry::id)
                .containsExactlyInAnyOrder("bad", "late");
        List<Message> received =
                sqs.receiveMessage(r -> r.queueUrl(url).maxNumberOfMessages(10)).messages();
        assertThat(received).hasSize(2);
        sqs.changeMessageVisibilityBatch(
                r ->
                        r.queueUrl(url)
                                .entries(
                                        e ->
                                                e.id("a")
                                                        .receiptHandle(
                                                                received.getFirst().receiptHandle())
                                                        .visibilityTimeout(0)));
        assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).hasSize(1);
        assertThat(
                        sqs.deleteMessageBatch(
                                        r ->
                                                r.queueUrl(url)
                                                        .entries(
                                                                e -> e.id("x").receiptHandle("no"),
                                                                e ->
                                                                        e.id("y")
                                                                                .receiptHandle(
                                                                                        received.getLast()
                                                                                                .receiptHandle())))
                                .failed())
                .extracting(BatchResultErrorEntry::code)
                .containsExactly("ReceiptHandleIsInvalid");
    }

    @Test
    void whatComesTooOftenGoesToItsDeadLetterQueueAndIsMovedBack() {
        String dead = queue("dead", Map.of());
        String arn = attributes(dead).get(QueueAttributeName.QUEUE_ARN);
        String url =
                queue(
                        "orders",
                        Map.of(
                                QueueAttributeName.VISIBILITY_TIMEOUT,
                                "0",
                                QueueAttributeName.REDRIVE_POLICY,
                                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":\"1\"}"
                                        .formatted(arn)));
        sqs.sendMessage(r -> r.queueUrl(url).messageBody("poison"));
        sqs.receiveMessage(r -> r.queueUrl(url));
        assertThat(sqs.receiveMessage(r -> r.queueUrl(url)).messages()).isEmpty();

        Message given =
                sqs.receiveMessage(
                                r ->
                                        r.queueUrl(dead)
                                                .visibilityTimeout(0)
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName.ALL))
                        .messages()
                        .getFirst();
        assertThat(given.attributesAsStrings())
                .containsEntry(
                        "DeadLetterQueueSourceArn",
                        "arn:aws:sqs:us-east-1:%s:orders".formatted(owner.account().number()));
        assertThat(sqs.listDeadLetterSourceQueues(r -> r.queueUrl(dead)).queueUrls())
                .containsExactly(url);
        sqs.startMessageMoveTask(r -> r.sourceArn(arn));
        assertThat(sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20)).messages())
                .hasSize(1);
        assertThat(sqs.listMessageMoveTasks(r -> r.sourceArn(arn)).results())
                .hasSize(1)
                .allMatch(task -> task.approximateNumberOfMessagesToMove() == 1);
    }

    @Test
    void anOrderedQueueKeepsOrderAndLeavesOutDuplicates() {
        String url =
                queue(
                        "moves.fifo",
                        Map.of(
                                QueueAttributeName.FIFO_QUEUE,
                                "true",
                                QueueAttributeName.CONTENT_BASED_DEDUPLICATION,
                                "true"));
        for (String body : List.of("one", "one", "two")) {
            SendMessageResponse sent =
                    sqs.sendMessage(r -> r.queueUrl(url).messageBody(body).messageGroupId("g"));
            assertThat(sent.sequenceNumber()).hasSize(20);
        }

        List<Message> received =
                sqs.receiveMessage(
                                r ->
                                        r.queueUrl(url)
                                                .maxNumberOfMessages(10)
                                                .messageSystemAttributeNames(
                                                        MessageSystemAttributeName.ALL))
                        .messages();

        assertThat(received).extracting(Message::body).containsExactly("one", "two");
        assertThat(received.getFirst().attributes())
                .containsEntry(MessageSystemAttributeName.MESSAGE_GROUP_ID, "g")
                .containsKeys(
                        MessageSystemAttributeName.MESSAGE_DEDUPLICATION_ID,
                        MessageSystemAttributeName.SEQUENCE_NUMBER);
        assertThatThrownBy(() -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("x")))
                .isInstanceOfSatisfying(
                        SqsException.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("MissingParameter"));
    }

    @Test
    void anotherAccountsQueueIsNotLookedUpAndOneThatIsNotThereIsSaidSo() {
        String url = queue("orders", Map.of());
        try (SqsClient other = SqsClients.of(port, tenants.newOwner())) {
            assertThatThrownBy(() -> other.receiveMessage(r -> r.queueUrl(url)))
                    .isInstanceOfSatisfying(
                            SqsException.class,
                            e -> {
                                assertThat(e.statusCode()).isEqualTo(403);
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("AccessDenied");
                            });
            assertThatThrownBy(
                            () ->
                                    other.startMessageMoveTask(
                                            r ->
                                                    r.sourceArn(
                                                            "arn:aws:sqs:us-east-1:%s:orders"
                                                                    .formatted(
                                                                            owner.account()
                                                                                    .number()))))
                    .isInstanceOfSatisfying(
                            SqsException.class, e -> assertThat(e.statusCode()).isEqualTo(403));
        }
        String missing = url.replace("orders", "missing");
        assertThatThrownBy(() -> sqs.purgeQueue(r -> r.queueUrl(missing)))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle("nothing")))
                .isInstanceOf(ReceiptHandleIsInvalidException.class);
    }

    private Map<QueueAttributeName, String> attributes(String url) {
        return sqs.getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.ALL))
                .attributes();
    }

    private static MessageAttributeValue text(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    private static MessageAttributeValue bytes(byte[] value) {
        return MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromByteArray(value))
                .build();
    }
}
