{{/* The pod of a part. Takes root and part. */}}
{{- define "ourateams.pod" -}}
{{- $values := .root.Values -}}
{{- $part := index $values .part -}}
{{- $placing := merge (deepCopy $part.scheduling) $values.scheduling -}}
metadata:
  labels:
    {{- include "ourateams.selector" .root | nindent 4 }}
    app.kubernetes.io/component: {{ .part }}
    ourateams/server: "true"
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "ourateams.serviceAccount" .root }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ include "ourateams.gracePeriod" .root }}
  securityContext:
    {{- include "ourateams.podSecurity" .root | nindent 4 }}
  {{- with $values.imagePullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  containers:
    - name: server
      image: {{ include "ourateams.image" .root }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      env:
        {{- include "ourateams.env" . | nindent 8 }}
      ports:
        {{- range $name := include "ourateams.portsOf" .part | splitList " " }}
        - name: {{ $name }}
          containerPort: {{ index $values.ports $name }}
        {{- end }}
      startupProbe:
        {{- include "ourateams.probe" (dict "path" "/health/started" "settings" $values.probes.startup "timeout" $values.probes.timeoutSeconds) | nindent 8 }}
      livenessProbe:
        {{- include "ourateams.probe" (dict "path" "/health/live" "settings" $values.probes.liveness "timeout" $values.probes.timeoutSeconds) | nindent 8 }}
      readinessProbe:
        {{- include "ourateams.probe" (dict "path" "/health/ready" "settings" $values.probes.readiness "timeout" $values.probes.timeoutSeconds) | nindent 8 }}
      lifecycle:
        preStop:
          sleep:
            seconds: {{ $values.shutdown.preStopSeconds }}
      resources:
        {{- toYaml $part.resources | nindent 8 }}
      securityContext:
        {{- include "ourateams.containerSecurity" .root | nindent 8 }}
      volumeMounts:
        - name: tmp
          mountPath: /tmp
        {{- if eq .part "single" }}
        - name: data
          mountPath: /data
        {{- end }}
        {{- if include "ourateams.hasAuthority" . }}
        - name: redis-authority
          mountPath: /redis-authority
          readOnly: true
        {{- end }}
        {{- with $values.extraVolumeMounts }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
  volumes:
    - name: tmp
      emptyDir: {}
    {{- if include "ourateams.hasAuthority" . }}
    - name: redis-authority
      secret:
        secretName: {{ $values.redis.authority.existingSecret }}
        items:
          - key: {{ $values.redis.authority.key }}
            path: ca.crt
    {{- end }}
    {{- with $values.extraVolumes }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if ne .part "single" }}
  {{- include "ourateams.spread" (dict "root" .root "part" .part "placing" $placing) | nindent 2 }}
  {{- end }}
  {{- with $placing.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $placing.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $placing.affinity }}
  affinity:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $placing.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
{{- end -}}

{{/* Not empty where Redis' authority is mounted. */}}
{{- define "ourateams.hasAuthority" -}}
{{- if and (ne .part "single") (not .root.Values.redis.trial.enabled) .root.Values.redis.authority.existingSecret -}}yes{{- end -}}
{{- end -}}

{{- define "ourateams.portsOf" -}}
{{- get (dict "intake" "http admin" "silo" "silo gateway admin" "gateway" "grpc admin" "single" "http grpc admin") . -}}
{{- end -}}

{{- define "ourateams.probe" -}}
httpGet:
  path: {{ .path }}
  port: admin
periodSeconds: {{ .settings.periodSeconds }}
failureThreshold: {{ .settings.failureThreshold }}
timeoutSeconds: {{ .timeout }}
{{- end -}}

{{- define "ourateams.spread" -}}
{{- $keys := dict "zones" "topology.kubernetes.io/zone" "nodes" "kubernetes.io/hostname" -}}
{{- $over := list -}}
{{- range $what := list "zones" "nodes" -}}
{{- if ne (index $.placing $what) "Off" -}}
{{- $over = append $over $what -}}
{{- end -}}
{{- end -}}
{{- with $over -}}
topologySpreadConstraints:
  {{- range $what := . }}
  - maxSkew: 1
    topologyKey: {{ get $keys $what }}
    whenUnsatisfiable: {{ index $.placing $what }}
    matchLabelKeys: [pod-template-hash]
    labelSelector:
      matchLabels:
        {{- include "ourateams.selector" $.root | nindent 8 }}
        app.kubernetes.io/component: {{ $.part }}
  {{- end }}
{{- end -}}
{{- end -}}
