package dev.meterlark.billing.document;

import dev.meterlark.billing.document.XmlText.Space;
import dev.meterlark.billing.invoice.IssuedInvoice;
import dev.meterlark.billing.invoice.TaxLine;
import dev.meterlark.billing.invoice.Terms;
import dev.meterlark.shared.Money;

import java.math.BigDecimal;

import javax.xml.stream.XMLStreamException;

/**
 * An invoice as e-invoice: EN 16931 in UN/CEFACT's syntax (CII). The sums are those of the invoice;
 * nothing is computed here.
 */
final class InvoiceXml {

    private final IssuedInvoice invoice;
    private final Profile profile;
    private final XmlText xml;

    private InvoiceXml(IssuedInvoice invoice, Profile profile) throws XMLStreamException {
        this.invoice = invoice;
        this.profile = profile;
        this.xml = new XmlText();
    }

    /** Alone: as XRechnung where it has all that one must have, else as plain EN 16931. */
    static byte[] alone(IssuedInvoice invoice) {
        return bytes(invoice, Profile.of(invoice));
    }

    /** As it lies in the PDF. */
    static byte[] facturX(IssuedInvoice invoice) {
        return bytes(invoice, Profile.EN_16931);
    }

    static BigDecimal amount(Money money) {
        return money.amount().setScale(Obstacles.DECIMALS);
    }

    private static byte[] bytes(IssuedInvoice invoice, Profile profile) {
        String obstacle = Obstacles.to(invoice);
        if (obstacle != null) {
            throw new IllegalArgumentException(obstacle);
        }
        try {
            return new InvoiceXml(invoice, profile).whole();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing into memory failed", e);
        }
    }

    private byte[] whole() throws XMLStreamException {
        xml.root(
                "CrossIndustryInvoice",
                () -> {
                    xml.group(Space.RSM, "ExchangedDocumentContext", this::context);
                    xml.group(Space.RSM, "ExchangedDocument", this::document);
                    xml.group(Space.RSM, "SupplyChainTradeTransaction", this::transaction);
                });
        return xml.bytes();
    }

    private void context() throws XMLStreamException {
        if (profile == Profile.XRECHNUNG) {
            xml.group(
                    "BusinessProcessSpecifiedDocumentContextParameter",
                    () -> xml.text("ID", "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"));
        }
        xml.group("GuidelineSpecifiedDocumentContextParameter", () -> xml.text("ID", profile.id()));
    }

    private void document() throws XMLStreamException {
        xml.text("ID", invoice.number().value());
        xml.text(
                "TypeCode",
                switch (invoice.kind()) {
                    case INVOICE -> "380";
                    case CREDIT_NOTE -> "381";
                });
        xml.date("IssueDateTime", invoice.issued());
        if (invoice.seller().register() != null) {
            xml.group("IncludedNote", () -> xml.text("Content", invoice.seller().register()));
        }
    }

    private void transaction() throws XMLStreamException {
        new XmlLines(invoice, xml).write();
        xml.group("ApplicableHeaderTradeAgreement", this::agreement);
        xml.group(
                "ApplicableHeaderTradeDelivery",
                () ->
                        xml.group(
                                "ActualDeliverySupplyChainEvent",
                                () ->
                                        xml.date(
                                                "OccurrenceDateTime",
                                                invoice.period().month().atEndOfMonth())));
        xml.group("ApplicableHeaderTradeSettlement", this::settlement);
    }

    private void agreement() throws XMLStreamException {
        xml.text("BuyerReference", Profile.buyerReference(invoice));
        XmlParty party = new XmlParty(invoice, xml);
        xml.group("SellerTradeParty", party::seller);
        xml.group("BuyerTradeParty", party::buyer);
        if (invoice.buyer().purchaseOrder() != null) {
            xml.group(
                    "BuyerOrderReferencedDocument",
                    () -> xml.text("IssuerAssignedID", invoice.buyer().purchaseOrder()));
        }
    }

    private void settlement() throws XMLStreamException {
        xml.text("PaymentReference", invoice.number().value());
        xml.text("InvoiceCurrencyCode", invoice.currency().getCurrencyCode());
        xml.group("SpecifiedTradeSettlementPaymentMeans", this::paymentMeans);
        for (TaxLine tax : invoice.taxes()) {
            xml.group("ApplicableTradeTax", () -> tax(tax));
        }
        xml.group(
                "BillingSpecifiedPeriod",
                () -> {
                    xml.date("StartDateTime", invoice.period().month().atDay(1));
                    xml.date("EndDateTime", invoice.period().month().atEndOfMonth());
                });
        xml.group(
                "SpecifiedTradePaymentTerms",
                () -> {
                    xml.text(
                            "Description",
                            Word.WITHIN.in(
                                    Language.of(invoice.language()), invoice.terms().days()));
                    xml.date("DueDateDateTime", invoice.due());
                });
        xml.group("SpecifiedTradeSettlementHeaderMonetarySummation", this::sums);
        if (invoice.corrects() != null) {
            xml.group(
                    "InvoiceReferencedDocument",
                    () -> xml.text("IssuerAssignedID", invoice.corrects()));
        }
    }

    /** 58 is a SEPA transfer, 30 any other; 1 says that none is agreed on. */
    private void paymentMeans() throws XMLStreamException {
        Terms terms = invoice.terms();
        String iban = terms.iban();
        if (iban == null) {
            xml.text("TypeCode", "1");
            return;
        }
        xml.text("TypeCode", invoice.currency().getCurrencyCode().equals("EUR") ? "58" : "30");
        xml.group(
                "PayeePartyCreditorFinancialAccount",
                () -> {
                    xml.text("IBANID", iban.replace(" ", ""));
                    xml.text("AccountName", invoice.seller().name());
                });
        if (terms.bic() != null) {
            xml.group(
                    "PayeeSpecifiedCreditorFinancialInstitution",
                    () -> xml.text("BICID", terms.bic()));
        }
    }

    private void tax(TaxLine tax) throws XMLStreamException {
        xml.number("CalculatedAmount", amount(tax.tax()));
        xml.text("TypeCode", "VAT");
        xml.text("ExemptionReason", tax.reason());
        xml.number("BasisAmount", amount(tax.base()));
        xml.text("CategoryCode", tax.category());
        if (!tax.category().equals("O")) {
            xml.number("RateApplicablePercent", tax.rate());
        }
    }

    private void sums() throws XMLStreamException {
        xml.number("LineTotalAmount", amount(invoice.net()));
        xml.number("TaxBasisTotalAmount", amount(invoice.net()));
        xml.text(
                "TaxTotalAmount",
                amount(invoice.tax()).toPlainString(),
                "currencyID",
                invoice.currency().getCurrencyCode());
        xml.number("GrandTotalAmount", amount(invoice.gross()));
        xml.number("TotalPrepaidAmount", amount(invoice.credited()));
        xml.number("DuePayableAmount", amount(invoice.payable()));
    }
}
