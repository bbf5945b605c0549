// Package logstest makes logs for tests, benchmarks and checks: seeded, so that the same call
// gives the same bytes.
package logstest

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"
)

// Trail writes CloudTrail records of many keys, as an organisation's trail has them.
type Trail struct {
	rand *rand.Rand
	at   time.Time
	keys int
}

// Start is the time of the first record, nearly.
var Start = time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)

// NewTrail begins a trail; the same seed and number of keys give the same records.
func NewTrail(seed uint64, keys int) *Trail {
	return &Trail{rand: rand.New(rand.NewPCG(seed, 20261101)), at: Start, keys: keys}
}

// KeyID is the id of one of the keys. It is an id, not a key, and of no account.
func KeyID(n int) string { return fmt.Sprintf("AKIADRILL%011d", n) }

type call struct{ service, action, category, request string }

var calls = []call{
	{"bedrock", "InvokeModel", "Management", `{"modelId":"anthropic.claude-sonnet-4-20250514-v1:0"}`},
	{"bedrock", "InvokeModel", "Management", `{"modelId":"amazon.nova-pro-v1:0"}`},
	{"s3", "GetObject", "Data", `{"bucketName":"data-drill","Host":"data-drill.s3.us-east-1.amazonaws.com","key":"in/2026/11/object.json"}`},
	{"s3", "PutBucketPolicy", "Management", `{"bucketName":"data-drill","bucketPolicy":"{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:GetObject\"]}]}"}`},
	{"ec2", "DescribeInstances", "Management", `{"instancesSet":{},"filterSet":{"items":[{"name":"tag:role","valueSet":{"items":[{"value":"worker"}]}}]}}`},
	{"sts", "GetCallerIdentity", "Management", `null`},
	{"iam", "ListAccessKeys", "Management", `{"userName":"svc-drill"}`},
	{"logs", "PutLogEvents", "Data", `{"logGroupName":"/aws/drill","logStreamName":"a/b/{c}"}`},
	{"kms", "Decrypt", "Management", `{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::data-drill"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}`},
}

var (
	regions = []string{"us-east-1", "us-east-1", "us-east-1", "eu-west-3", "ap-southeast-1"}
	agents  = []string{
		"Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.4 md/pyimpl#CPython",
		"aws-sdk-go-v2/1.30.3 os/linux lang/go#1.22.5 md/GOOS#linux md/GOARCH#amd64", "console.amazonaws.com",
		"aws-cli/2.17.5 \\\"quoted\\\" exe/x86_64",
	}
	failures = []string{"", "", "", "", "", "", "", "", `"errorCode":"AccessDenied","errorMessage":"User is not authorized to perform: drill",`, `"errorCode":"ThrottlingException","errorMessage":"Rate exceeded",`}
)

// Append adds one record, later than the one before by up to three seconds.
func (t *Trail) Append(b []byte) []byte {
	r := t.rand
	t.at = t.at.Add(time.Duration(r.IntN(3000)) * time.Millisecond)
	key := r.IntN(t.keys)
	c, region := calls[r.IntN(len(calls))], regions[r.IntN(len(regions))]
	b = append(b, `{"eventVersion":"1.10","userIdentity":{"type":"IAMUser","principalId":"AIDA`...)
	b = t.hex(b, 16)
	b = append(b, `","arn":"arn:aws:iam::111122223333:user/svc-`...)
	b = strconv.AppendInt(b, int64(key), 10)
	b = append(b, `","accountId":"111122223333","accessKeyId":"`...)
	b = append(append(b, KeyID(key)...), `","userName":"svc-`...)
	b = strconv.AppendInt(b, int64(key), 10)
	b = append(t.at.AppendFormat(append(b, `"},"eventTime":"`...), time.RFC3339), `","eventSource":"`...)
	b = append(append(append(b, c.service...), `.amazonaws.com","eventName":"`...), c.action...)
	b = append(append(append(b, `","awsRegion":"`...), region...), `","sourceIPAddress":"203.0.113.`...)
	b = strconv.AppendInt(b, int64(r.IntN(250)), 10)
	b = append(append(append(b, `","userAgent":"`...), agents[r.IntN(len(agents))]...), `",`...)
	b = append(append(append(b, failures[r.IntN(len(failures))]...), `"requestParameters":`...), c.request...)
	b = append(b, `,"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":`...)
	b = strconv.AppendInt(b, int64(r.IntN(100000)), 10)
	b = append(t.hex(append(b, `,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"`...), 40), `"},"requestID":"`...)
	b = append(t.uuid(b), `","eventID":"`...)
	b = append(t.uuid(b), `","readOnly":true,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::data-drill/`...)
	b = append(t.hex(b, 12), `"},{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::data-drill"}],"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"`...)
	b = append(b, c.category...)
	return append(b, `","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"drill.us-east-1.amazonaws.com"}}`...)
}

// File adds a whole file as CloudTrail delivers it, of about size bytes.
func (t *Trail) File(b []byte, size int) []byte {
	start := len(b)
	b = t.Append(append(b, `{"Records":[`...))
	for len(b)-start < size {
		b = t.Append(append(b, ','))
	}
	return append(b, "]}"...)
}

func (t *Trail) hex(b []byte, n int) []byte {
	for range n {
		b = append(b, "0123456789abcdef"[t.rand.IntN(16)])
	}
	return b
}

func (t *Trail) uuid(b []byte) []byte {
	for i, n := range []int{8, 4, 4, 4, 12} {
		if i > 0 {
			b = append(b, '-')
		}
		b = t.hex(b, n)
	}
	return b
}
