package dev.meterlark.storage.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.client.builder.AwsClientBuilder.EndpointConfiguration;
import com.amazonaws.services.sqs.AmazonSQS;
import com.amazonaws.services.sqs.AmazonSQSClientBuilder;
import com.amazonaws.services.sqs.model.AmazonSQSException;
import com.amazonaws.services.sqs.model.CreateQueueRequest;
import com.amazonaws.services.sqs.model.Message;
import com.amazonaws.services.sqs.model.MessageAttributeValue;
import com.amazonaws.services.sqs.model.QueueDoesNotExistException;
import com.amazonaws.services.sqs.model.ReceiveMessageRequest;
import com.amazonaws.services.sqs.model.SendMessageBatchRequestEntry;
import com.amazonaws.services.sqs.model.SendMessageBatchResult;
import com.amazonaws.services.sqs.model.SendMessageRequest;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/** An SDK that speaks the older form alone, and checks each digest, finds the same queues. */
@MeterlarkTest
class OlderSqsTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;

    private AmazonSQS sqs;

    @BeforeEach
    void newAccount() {
        Tenants.Tenant owner = tenants.newOwner();
        sqs =
                AmazonSQSClientBuilder.standard()
                        .withEndpointConfiguration(
                                new EndpointConfiguration("http://localhost:" + port, "us-east-1"))
                        .withCredentials(
                                new AWSStaticCredentialsProvider(
                                        new BasicAWSCredentials(
                                                owner.key().id().toString(), owner.key().secret())))
                        .build();
    }

    @AfterEach
    void close() {
        sqs.shutdown();
    }

    @Test
    void aMessageWithAttributesIsSentReceivedHiddenAndDeleted() {
        String url = sqs.createQueue("orders").getQueueUrl();
        sqs.sendMessage(
                new SendMessageRequest(url, "größer <&> \r\n \"x\" \ud83d\ude80")
                        .addMessageAttributesEntry("n", text("Number", "3"))
                        .addMessageAttributesEntry("raw", raw()));

        Message message =
                sqs.receiveMessage(
                                new ReceiveMessageRequest(url)
                                        .withAttributeNames("All")
                                        .withMessageAttributeNames("All")
                                        .withWaitTimeSeconds(1))
                        .getMessages()
                        .getFirst();

        assertThat(message.getBody()).isEqualTo("größer <&> \r\n \"x\" \ud83d\ude80");
        assertThat(message.getMessageAttributes())
                .containsEntry("n", text("Number", "3"))
                .containsEntry("raw", raw());
        assertThat(message.getAttributes()).containsEntry("ApproximateReceiveCount", "1");
        sqs.changeMessageVisibility(url, message.getReceiptHandle(), 60);
        sqs.deleteMessage(url, message.getReceiptHandle());
        assertThat(sqs.getQueueAttributes(url, List.of("All")).getAttributes())
                .containsEntry("ApproximateNumberOfMessagesNotVisible", "0");
    }

    @Test
    void aBatchSaysOfEachEntryWhatCameOfIt() {
        String url =
                sqs.createQueue(
                                new CreateQueueRequest("moves.fifo")
                                        .withAttributes(
                                                Map.of(
                                                        "FifoQueue", "true",
                                                        "ContentBasedDeduplication", "true")))
                        .getQueueUrl();

        SendMessageBatchResult sent =
                sqs.sendMessageBatch(
                        url,
                        List.of(
                                new SendMessageBatchRequestEntry("good", "one")
                                        .withMessageGroupId("g")
                                        .withMessageAttributes(
                                                Map.of("n", text("Number.int", "7"))),
                                new SendMessageBatchRequestEntry("bad", "two")));

        assertThat(sent.getSuccessful())
                .hasSize(1)
                .allMatch(each -> each.getSequenceNumber().length() == 20);
        assertThat(sent.getFailed())
                .extracting(each -> each.getCode())
                .containsExactly("MissingParameter");
    }

    @Test
    void refusalsAreThoseThatTheSdkKnows() {
        String url = sqs.createQueue("orders").getQueueUrl();

        assertThatThrownBy(() -> sqs.getQueueUrl("missing"))
                .isInstanceOf(QueueDoesNotExistException.class);
        assertThatThrownBy(() -> sqs.receiveMessage(url.replaceAll("/\\d{12}/", "/000000000000/")))
                .isInstanceOfSatisfying(
                        AmazonSQSException.class,
                        e -> {
                            assertThat(e.getStatusCode()).isEqualTo(403);
                            assertThat(e.getErrorCode()).isEqualTo("AccessDenied");
                        });
        sqs.tagQueue(url, Map.of("team", "red"));
        assertThat(sqs.listQueueTags(url).getTags()).containsEntry("team", "red");
        assertThat(sqs.listQueues("ord").getQueueUrls()).containsExactly(url);
        sqs.deleteQueue(url);
        assertThat(sqs.listQueues().getQueueUrls()).isEmpty();
    }

    private static MessageAttributeValue text(String type, String value) {
        return new MessageAttributeValue().withDataType(type).withStringValue(value);
    }

    private static MessageAttributeValue raw() {
        return new MessageAttributeValue()
                .withDataType("Binary")
                .withBinaryValue(ByteBuffer.wrap(new byte[] {0, 1, -1}));
    }
}
