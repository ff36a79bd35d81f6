-- The statements of a report are few: they are put in order when they are found. An index of reports alone holds each
-- report once. Nothing asks for the documents of a capture.
DROP INDEX listing_document;
CREATE INDEX listing_document ON listing (document);
DROP INDEX documents_capture;
