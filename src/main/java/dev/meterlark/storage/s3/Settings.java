package dev.meterlark.storage.s3;

import java.util.Arrays;
import java.util.Optional;

/**
 * What S3 lets accounts set and we do not have: reading it answers as where nobody has set it, so
 * that tools which look before they act find what they know; setting it is refused.
 */
final class Settings {

    private Settings() {}

    static Optional<Setting> ofBucket(Query query) {
        return Arrays.stream(OfBucket.values())
                .filter(each -> query.has(each.parameter))
                .<Setting>map(each -> each)
                .findFirst();
    }

    static Optional<Setting> ofObject(Query query) {
        return Arrays.stream(OfObject.values())
                .filter(each -> query.has(each.parameter))
                .<Setting>map(each -> each)
                .findFirst();
    }

    /** One of them. */
    sealed interface Setting {

        /** As the query names it. */
        String parameter();

        /**
         * @throws S3Exception where not to have it is an error
         */
        Xml read(Owner owner);
    }

    private enum OfBucket implements Setting {
        VERSIONING("versioning", empty("VersioningConfiguration")),
        ACL("acl", Settings::acl),
        POLICY_STATUS("policyStatus", none(S3Error.NO_POLICY)),
        POLICY("policy", none(S3Error.NO_POLICY)),
        TAGGING("tagging", none(S3Error.NO_TAGS)),
        CORS("cors", none(S3Error.NO_CORS)),
        LIFECYCLE("lifecycle", none(S3Error.NO_LIFECYCLE)),
        ENCRYPTION("encryption", none(S3Error.NO_ENCRYPTION)),
        WEBSITE("website", none(S3Error.NO_WEBSITE)),
        REPLICATION("replication", none(S3Error.NO_REPLICATION)),
        OBJECT_LOCK("object-lock", none(S3Error.NO_OBJECT_LOCK)),
        PUBLIC_ACCESS_BLOCK("publicAccessBlock", none(S3Error.NO_PUBLIC_ACCESS_BLOCK)),
        OWNERSHIP("ownershipControls", none(S3Error.NO_OWNERSHIP)),
        NOTIFICATION("notification", empty("NotificationConfiguration")),
        LOGGING("logging", empty("BucketLoggingStatus")),
        ACCELERATE("accelerate", empty("AccelerateConfiguration")),
        PAYMENT(
                "requestPayment",
                _ ->
                        Xml.document(
                                "RequestPaymentConfiguration",
                                xml -> xml.add("Payer", "BucketOwner"))),
        ANALYTICS("analytics", none(S3Error.NO_SUCH_CONFIGURATION)),
        INVENTORY("inventory", none(S3Error.NO_SUCH_CONFIGURATION)),
        METRICS("metrics", none(S3Error.NO_SUCH_CONFIGURATION)),
        INTELLIGENT_TIERING("intelligent-tiering", none(S3Error.NO_SUCH_CONFIGURATION));

        private final String parameter;
        private final Reading reading;

        OfBucket(String parameter, Reading reading) {
            this.parameter = parameter;
            this.reading = reading;
        }

        @Override
        public String parameter() {
            return parameter;
        }

        @Override
        public Xml read(Owner owner) {
            return reading.read(owner);
        }
    }

    private enum OfObject implements Setting {
        ACL("acl", Settings::acl),
        TAGGING(
                "tagging",
                _ -> Xml.document("Tagging", xml -> xml.element("TagSet", set -> set.raw("")))),
        LEGAL_HOLD("legal-hold", none(S3Error.NO_OBJECT_LOCK_OF_OBJECT)),
        RETENTION("retention", none(S3Error.NO_OBJECT_LOCK_OF_OBJECT)),
        TORRENT("torrent", none(S3Error.NOT_IMPLEMENTED)),
        RESTORE("restore", none(S3Error.NOT_IMPLEMENTED)),
        SELECT("select", none(S3Error.NOT_IMPLEMENTED));

        private final String parameter;
        private final Reading reading;

        OfObject(String parameter, Reading reading) {
            this.parameter = parameter;
            this.reading = reading;
        }

        @Override
        public String parameter() {
            return parameter;
        }

        @Override
        public Xml read(Owner owner) {
            return reading.read(owner);
        }
    }

    @FunctionalInterface
    private interface Reading {

        Xml read(Owner owner);
    }

    private static Reading empty(String root) {
        return _ -> Xml.document(root, xml -> xml.raw(""));
    }

    private static Reading none(S3Error error) {
        return _ -> {
            throw new S3Exception(
                    error,
                    "Nobody has set this, and nobody can here; docs/s3.md says what there is.");
        };
    }

    /** Who may do what is said by keys and roles; the owner is the account. */
    private static Xml acl(Owner owner) {
        return Xml.document(
                "AccessControlPolicy",
                xml ->
                        xml.element("Owner", owner::write)
                                .element(
                                        "AccessControlList",
                                        list -> list.element("Grant", grant -> all(grant, owner))));
    }

    private static void all(Xml grant, Owner owner) {
        grant.raw(
                "<Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""
                        + " xsi:type=\"CanonicalUser\">");
        owner.write(grant);
        grant.raw("</Grantee>").add("Permission", "FULL_CONTROL");
    }
}
