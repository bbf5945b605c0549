// Package awssecrets is the store of AWS Secrets Manager.
//
// Rules: the service has no search by value, so finding one means listing and reading secrets; each
// read is billed and leaves a GetSecretValue record in CloudTrail. A write makes a version under a
// label of ours, which nobody reads, and then moves the label AWSCURRENT there from the version that
// was found: the service refuses that where AWSCURRENT has moved meanwhile. What was replaced stays
// as AWSPREVIOUS, and taking back moves the label there again. AWSPENDING is left to rotation
// functions. Of a JSON object one field is changed and every other byte kept. A secret that a
// rotation function writes is asked about first; one that another service owns, a replica, and one
// that is scheduled for deletion are never written.
//
// The credential is that of the usual places, and never the value that is worked on.
//
// Facts: the vendor's service model (botocore at 0e6e2404, 2026-08-07). What it does not document is
// marked as our assumption.
package awssecrets
