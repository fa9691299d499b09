package dev.meterlark.storage.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The older form of requests and answers says the same as the JSON form. */
class QueryFormTests {

    private static final JsonMapper JSON = JsonMapper.shared();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Action=SendMessage&MessageBody=a+b%26c |"
                        + " {\"Action\":\"SendMessage\",\"MessageBody\":\"a b&c\"}",
                "AttributeName.1=All | {\"AttributeNames\":[\"All\"]}",
                "AttributeName.10=b&AttributeName.9=a | {\"AttributeNames\":[\"a\",\"b\"]}",
                "MessageAttributeName.1=x.* | {\"MessageAttributeNames\":[\"x.*\"]}",
                "Attribute.1.Name=DelaySeconds&Attribute.1.Value=5 |"
                        + " {\"Attributes\":{\"DelaySeconds\":\"5\"}}",
                "Tag.1.Key=team&Tag.1.Value=red | {\"Tags\":{\"team\":\"red\"}}",
                "TagKey.1=team | {\"TagKeys\":[\"team\"]}",
                "MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=Number&MessageAttribute.1.Value.StringValue=3"
                    + " | {\"MessageAttributes\":{\"n\":{\"DataType\":\"Number\",\"StringValue\":\"3\"}}}",
                "DeleteMessageBatchRequestEntry.2.Id=b&DeleteMessageBatchRequestEntry.1.Id=a"
                        + " | {\"Entries\":[{\"Id\":\"a\"},{\"Id\":\"b\"}]}",
                "SendMessageBatchRequestEntry.1.MessageAttribute.1.Name=n&SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.DataType=String"
                    + " | {\"Entries\":[{\"MessageAttributes\":{\"n\":{\"DataType\":\"String\"}}}]}",
                "X-Amz-Date=1&Action=a | {\"Action\":\"a\"}"
            })
    void parametersAreTheMembersThatTheyName(String form, String members) {
        assertThat(QueryForm.read(JSON, form)).isEqualTo(JSON.readTree(members));
    }

    @ParameterizedTest
    @CsvSource({"a=1&a=2", "a=%ZZ", "a.b.c.d.e.f.g=1", "Attribute.1.Value=x"})
    void whatIsNoFormIsRefused(String form) {
        assertThatThrownBy(() -> QueryForm.read(JSON, form))
                .isInstanceOfSatisfying(
                        SqsException.class,
                        e -> assertThat(e.error()).isEqualTo(SqsError.MALFORMED));
    }

    @Test
    void anAnswerRepeatsElementsForListsAndMaps() {
        ObjectNode answer =
                (ObjectNode)
                        JSON.readTree(
                                """
                                {"Messages": [{"MessageId": "1", "Body": "<a & b>\\r\\u0001",
                                  "Attributes": {"SenderId": "x"},
                                  "MessageAttributes": {"n": {"StringValue": "3", "DataType": "Number"}}}]}
                                """);

        assertThat(QueryAnswer.of("ReceiveMessage", answer, "id"))
                .isEqualTo(
                        "<ReceiveMessageResponse"
                            + " xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\">"
                            + "<ReceiveMessageResult><Message><MessageId>1</MessageId><Body>&lt;a"
                            + " &amp; b&gt;&#xD;\uFFFD</Body>"
                            + "<Attribute><Name>SenderId</Name><Value>x</Value></Attribute>"
                            + "<MessageAttribute><Name>n</Name><Value><StringValue>3</StringValue>"
                            + "<DataType>Number</DataType></Value></MessageAttribute>"
                            + "</Message></ReceiveMessageResult>"
                            + "<ResponseMetadata><RequestId>id</RequestId></ResponseMetadata>"
                            + "</ReceiveMessageResponse>");
    }

    @Test
    void whatAnswersNothingHasNoResult() {
        assertThat(QueryAnswer.of("DeleteMessage", JSON.createObjectNode(), "id"))
                .doesNotContain("Result")
                .contains("<RequestId>id</RequestId>");
    }
}
