package dev.meterlark;

import static dev.meterlark.Asked.header;
import static dev.meterlark.Asked.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.Tenants.Tenant;
import dev.meterlark.billing.invoice.IssuedForTests;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import java.net.http.HttpResponse;

@MeterlarkTest
class InvoiceFilesTests {

    @LocalServerPort int port;
    @Autowired Tenants tenants;
    @Autowired IssuedForTests invoices;

    private Tenant tenant;
    private String number;

    @BeforeEach
    void issue() {
        tenant = tenants.newOwner();
        number = invoices.issue(tenant.account().id()).number().value();
    }

    @Test
    void anInvoiceIsDownloadedAsPdfCsvAndXml() {
        isFile(ask("pdf"), "application/pdf", "pdf", "%PDF-1.7");
        isFile(ask("csv"), "text/csv;charset=utf-8", "csv", "\uFEFFrow,invoice,");
        isFile(ask("xml"), "application/xml", "xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        assertThat(ask("xml").body()).contains("xrechnung_3.0", number);
        assertThat(ask("csv").body()).contains("payable," + number);
    }

    @Test
    void whatIsOfferedInNoSuchFormIsNotThere() {
        HttpResponse<String> answer = ask("docx");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(json(answer).path("code").asString()).isEqualTo("not-found");
    }

    @Test
    void thePagesShowItAndOfferTheSameFiles() {
        Asked browser = new Asked(port);
        browser.signIn(tenant.email(), Tenants.PASSWORD);

        assertThat(browser.get("/invoices", "Accept", "text/html").body())
                .contains("/invoices/%s.pdf".formatted(number), "148.75 EUR", "to be paid");
        assertThat(browser.get("/invoices/" + number, "Accept", "text/html").body())
                .contains("Invoice " + number, "123\u2009456\u2009789 requests", "thumbnails");
        HttpResponse<String> xml = browser.get("/invoices/%s.xml".formatted(number));
        isFile(xml, "application/xml", "xml", "<?xml");
    }

    private HttpResponse<String> ask(String format) {
        String path = "/api/v1/invoices/%s.%s".formatted(number, format);
        return new Asked(port).ask("GET", path, tenant.token(), "");
    }

    private void isFile(HttpResponse<String> answer, String type, String extension, String start) {
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(header(answer, "Content-Type").replace("; ", ";")).isEqualTo(type);
        assertThat(header(answer, "Content-Disposition"))
                .isEqualTo("attachment; filename=\"invoice-%s.%s\"".formatted(number, extension));
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(answer, "Cache-Control")).contains("no-store");
        assertThat(answer.body()).startsWith(start);
    }
}
